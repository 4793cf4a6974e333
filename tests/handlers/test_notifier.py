"""Notifier: the light, and sounds one after another."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

from homeassistant.components.button.const import DOMAIN as BUTTON
from homeassistant.components.media_player.const import MediaPlayerEntityFeature as Feature
from homeassistant.const import EVENT_STATE_CHANGED
from homeassistant.core import Event, EventStateChangedData, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.clova_cic.cic.audio_focus import Act, FocusEffect
from custom_components.clova_cic.const import CONF_SPEAKER
from custom_components.clova_cic.media.melody import wav
from custom_components.clova_cic.notes.chime import CHIME
from custom_components.clova_cic.notes.notifications import MAX_SOUNDS, MAX_WAITING
from custom_components.clova_cic.speaker.stage import MUSIC
from emulator import Emulator
from tests.ha import ask, coordinator_of, hurry, set_up, speech, state_of, trust, wait_for_state
from tests.media.players import player_of
from tests.pushing import push
from tests.speaker.player import PLAIN, PLAYER, FakePlayer, Kind, add_players

UNREAD = "binary_sensor.clova_unread"
NEWS = "event.clova_notification"
MARK_READ = "button.clova_mark_as_read"
BASE = "http://192.168.1.2:8123"

OWN = {"assetId": "chime", "url": "clova://notifier/sound/default"}
SPEECH = {"assetId": "speech", "url": "http://203.0.113.7/parcel.mp3"}


def notification(*order: str, light: str | None = "DEFAULT", **more: Any) -> dict[str, Any]:
    """Return what Notify and SetIndicator carry; the assets stand in an order of their own."""
    payload = {"assets": [SPEECH, OWN], "assetPlayOrder": list(order)} | more
    return payload if light is None else payload | {"light": light}


class Room:
    """A player that sounds until it is told to be done."""

    def __init__(self, hass: HomeAssistant) -> None:
        self.player = FakePlayer(Kind(features=PLAIN | Feature.MEDIA_ANNOUNCE))
        self._hass = hass
        self._news = asyncio.Event()

        hass.bus.async_listen(EVENT_STATE_CHANGED, self.look)

    @callback
    def look(self, _: Event[EventStateChangedData] | None = None) -> None:
        """Have whoever waits look again."""
        self._news.set()

    @property
    def sounds(self) -> list[str]:
        """The paths that were announced, by the ends of their names."""
        return [url.rpartition(".")[2] for url in self.player.announced]

    async def until(self, so: Callable[[], object]) -> None:
        """Return once something is so; looks whenever a state changes, and when told to."""
        async with asyncio.timeout(5):
            while not so():
                self._news.clear()
                await self._news.wait()

    async def heard(self, count: int) -> None:
        """Return once that many sounds have begun."""
        await self.until(lambda: len(self.sounds) >= count)

    async def finish(self) -> None:
        """Let what sounds be over."""
        self.player.stop()
        await self._hass.async_block_till_done()


@pytest.fixture
async def room(hass: HomeAssistant) -> AsyncIterator[Room]:
    """The room where the device's speaker stands."""
    await hass.config.async_update(internal_url=BASE)
    room = Room(hass)
    await add_players(hass, room.player)
    yield room
    room.player.close()


@pytest.fixture
async def entry(
    hass: HomeAssistant, emulator: Emulator, monkeypatch: pytest.MonkeyPatch, room: Room
) -> MockConfigEntry:
    """An entry that is connected and has a speaker."""
    trust(emulator, monkeypatch)
    hurry(monkeypatch)
    entry = await set_up(hass, emulator)
    hass.config_entries.async_update_entry(entry, options={CONF_SPEAKER: PLAYER})
    return entry


async def notify(hass: HomeAssistant, cloud: Emulator, *order: str, **more: Any) -> None:
    """Have the cloud notify."""
    event = await push(hass, cloud, "Notifier", "Notify", notification(*order, **more))
    assert event.data["handled"] is True


async def indicate(
    hass: HomeAssistant, cloud: Emulator, *order: str, new: bool | None = True, **more: Any
) -> None:
    """Have the cloud say that something is unread."""
    payload = notification(*order, **more) | ({} if new is None else {"new": new})
    await push(hass, cloud, "Notifier", "SetIndicator", payload)


async def clear(hass: HomeAssistant, cloud: Emulator) -> None:
    """Have the cloud say that everything is read."""
    await push(hass, cloud, "Notifier", "ClearIndicator", {})


# The light


@pytest.mark.cic("CIC-NO-011", "CIC-NO-020", "CIC-NO-030")
async def test_the_light_is_on_until_everything_is_read(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    assert state_of(hass, UNREAD) == "off"
    await indicate(hass, emulator)
    assert state_of(hass, UNREAD) == "on"
    await ask(hass, "hello")
    assert await hass.config_entries.async_reload(entry.entry_id)
    await wait_for_state(hass, UNREAD, "on")
    await coordinator_of(entry).client.wait_ready(5)
    await clear(hass, emulator)
    assert state_of(hass, UNREAD) == "off"


@pytest.mark.cic("CIC-NO-012", "CIC-NO-021")
@pytest.mark.parametrize("name", ["Notify", "SetIndicator"])
@pytest.mark.parametrize(
    ("light", "expected"),
    [
        ("DEFAULT", "on"),
        ("NONE", "off"),
        ("BLINKING", "on"),
        (None, "on"),
        ("on", "on"),
        ("off", "off"),
    ],
)
async def test_the_light_is_as_the_directive_says(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    emulator: Emulator,
    name: str,
    light: str | None,
    expected: str,
) -> None:
    payload = {"assets": [], "assetPlayOrder": [], "new": True}
    payload |= {} if light is None else {"light": light}
    await push(hass, emulator, "Notifier", name, payload)
    assert state_of(hass, UNREAD) == expected


async def test_one_notification_without_a_light_does_not_read_the_others(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    await indicate(hass, emulator)
    await notify(hass, emulator, light="NONE")
    assert state_of(hass, UNREAD) == "on"
    await push(hass, emulator, "Notifier", "SetIndicator", {"new": False, "light": "off"})
    assert state_of(hass, UNREAD) == "off"


@pytest.mark.cic("CIC-NO-021")
async def test_sounds_are_heard_where_there_is_no_light(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator, room: Room
) -> None:
    await notify(hass, emulator, "chime", light="NONE")
    await room.heard(1)
    assert state_of(hass, UNREAD) == "off"


async def test_the_user_reads_it_here(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator, room: Room
) -> None:
    await indicate(hass, emulator, "chime", "speech")
    await room.heard(1)
    sent = len(emulator.events)
    await hass.services.async_call(BUTTON, "press", {"entity_id": MARK_READ}, blocking=True)
    assert state_of(hass, UNREAD) == "off"
    await room.until(lambda: room.player.url is None)
    assert room.sounds == ["wav"]
    assert len(emulator.events) == sent


async def test_automations_hear_of_each(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    seen = []
    for act, order in ((notify, ("chime", "speech")), (indicate, ("chime",)), (clear, ())):
        await act(hass, emulator, *order)
        state = hass.states.get(NEWS)
        assert state is not None
        seen.append((state.attributes["event_type"], state.attributes["sounds"]))
    assert seen == [("notified", 2), ("unread", 1), ("read", 0)]


@pytest.mark.cic("CIC-NO-001", "CIC-NO-032")
async def test_reading_what_is_read_does_nothing(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator, room: Room
) -> None:
    before = hass.states.get(NEWS)
    await clear(hass, emulator)
    await clear(hass, emulator)
    assert state_of(hass, UNREAD) == "off"
    assert hass.states.get(NEWS) == before
    assert room.player.did == []


# Sounds


@pytest.mark.cic("CIC-NO-010", "CIC-NO-015")
async def test_sounds_come_in_their_play_order(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator, room: Room
) -> None:
    await notify(hass, emulator, "chime", "speech", "chime")
    for count in (1, 2, 3):
        await room.heard(count)
        assert len(room.sounds) == count
        await room.finish()
    assert room.sounds == ["wav", "mp3", "wav"]


@pytest.mark.cic("CIC-NO-013")
async def test_the_sound_of_the_house_needs_no_network(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator, room: Room
) -> None:
    await notify(hass, emulator, "chime")
    await room.heard(1)
    (url,) = room.player.announced
    assert url.startswith(f"{BASE}/api/clova_cic/media/")
    async with player_of(hass) as fetching:
        got = await fetching.fetch(url.removeprefix(BASE))
    assert got.headers["Content-Type"] == "audio/wav"
    assert got.body == wav(CHIME)
    assert emulator.music.fetches.of("parcel.mp3") == []


@pytest.mark.cic("CIC-NO-014")
async def test_spoken_notifications_are_fetched_for_the_player(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator, room: Room
) -> None:
    url = f"{emulator.media_url}/track-10.mp3"
    await notify(hass, emulator, "speech", assets=[{"assetId": "speech", "url": url}])
    await room.heard(1)
    (shown,) = room.player.announced
    assert shown.startswith(f"{BASE}/api/clova_cic/media/")
    async with player_of(hass) as fetching:
        got = await fetching.fetch(shown.removeprefix(BASE))
    assert got.status == 200
    assert got.headers["Content-Type"] == "audio/mpeg"
    (fetch,) = emulator.music.fetches.of("track-10.mp3")
    assert fetch.user_agent == coordinator_of(entry).client_config.user_agent


@pytest.mark.cic("CIC-NO-015")
@pytest.mark.parametrize(
    "url", ["ftp://x.example/a.mp3", "https://", "http://[bad/", "", None, "notes.mp3"]
)
async def test_what_there_is_not_is_skipped(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator, room: Room, url: str | None
) -> None:
    assets = [{"assetId": "odd", "url": url}, {"assetId": "none"}, OWN]
    await notify(hass, emulator, "odd", "missing", "none", "chime", assets=assets)
    await room.heard(1)
    await room.finish()
    assert room.sounds == ["wav"]


@pytest.mark.cic("CIC-NO-015")
async def test_a_player_that_refuses_one_sound_gets_the_next(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator, room: Room
) -> None:
    room.player.broken = HomeAssistantError("out of order")
    await notify(hass, emulator, "speech")
    room.player.broken = None
    await notify(hass, emulator, "chime")
    await room.heard(1)
    assert room.sounds == ["wav"]


@pytest.mark.cic("CIC-NO-019")
@pytest.mark.parametrize(("new", "sounds"), [(True, ["wav"]), (False, []), (None, ["wav"])])
async def test_only_what_is_new_is_heard(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    emulator: Emulator,
    room: Room,
    new: bool | None,
    sounds: list[str],
) -> None:
    await indicate(hass, emulator, "chime", new=new)
    await room.until(lambda: len(room.sounds) == len(sounds))
    assert room.sounds == sounds
    assert state_of(hass, UNREAD) == "on"


@pytest.mark.cic("CIC-NO-017", "CIC-PB-071")
async def test_a_second_notification_waits_for_the_first(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator, room: Room
) -> None:
    await notify(hass, emulator, "chime", "speech")
    await room.heard(1)
    await notify(hass, emulator, "chime")
    await notify(hass, emulator, "speech")
    assert room.sounds == ["wav"]
    for count in (2, 3, 4):
        await room.finish()
        await room.heard(count)
        assert len(room.sounds) == count
    assert room.sounds == ["wav", "mp3", "wav", "mp3"]


@pytest.mark.cic("CIC-NO-016")
async def test_nothing_comes_between_the_sounds_of_one_notification(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    emulator: Emulator,
    room: Room,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Music would otherwise come back for a moment between the chime and the words."""
    stage = coordinator_of(entry).stage
    music: list[Act] = []
    carry_out = stage._do

    def note(effects: list[FocusEffect]) -> None:
        music.extend(each.act for each in effects if each.sound == MUSIC)
        carry_out(effects)
        room.look()

    monkeypatch.setattr(stage, "_do", note)
    stage.async_request_music()
    await notify(hass, emulator, "chime", "speech")
    await room.heard(1)
    await room.finish()
    await room.heard(2)
    assert music == [Act.PLAY, Act.DUCK]
    await room.finish()
    await room.until(lambda: len(music) == 3)
    assert music[-1] is Act.RESTORE
    stage.leave_music()


@pytest.mark.cic("CIC-NO-018")
async def test_whoever_speaks_to_the_device_is_not_interrupted(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator, room: Room
) -> None:
    stage = coordinator_of(entry).stage
    cancelled: list[bool] = []
    stage._cancel_input = lambda: cancelled.append(True)
    dialogue = stage.listening()
    await notify(hass, emulator, "chime")
    assert room.sounds == []
    stage.processing(dialogue)
    stage.dialogue_ended(dialogue)
    await room.heard(1)
    assert cancelled == []


@pytest.mark.cic("CIC-NO-003", "CIC-NO-001")
async def test_a_request_discards_no_notification(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator, room: Room
) -> None:
    await notify(hass, emulator, "chime")
    await room.heard(1)
    await notify(hass, emulator, "speech")
    assert speech(await ask(hass, "What is 1 plus 1?"))
    assert room.player.url is not None
    await room.finish()
    await room.heard(2)
    assert room.sounds == ["wav", "mp3"]
    assert state_of(hass, UNREAD) == "on"


@pytest.mark.cic("CIC-NO-030", "CIC-NO-031")
async def test_what_is_read_elsewhere_falls_silent(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator, room: Room
) -> None:
    await indicate(hass, emulator, "chime", "speech")
    await notify(hass, emulator, "chime")
    await room.heard(1)
    await clear(hass, emulator)
    await room.until(lambda: room.player.url is None)
    assert state_of(hass, UNREAD) == "off"
    await notify(hass, emulator, "speech")
    await room.heard(2)
    assert room.sounds == ["wav", "mp3"]


async def test_a_flood_is_bounded(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator, room: Room
) -> None:
    for _ in range(MAX_WAITING + 10):
        emulator.push("Notifier", "Notify", notification(*["chime"] * (MAX_SOUNDS + 10)))
    await notify(hass, emulator, "chime")
    notifications = coordinator_of(entry).notifications
    assert len(notifications._waiting) == MAX_WAITING
    assert max(len(each) for each in notifications._waiting) == MAX_SOUNDS


async def test_without_a_speaker_there_is_the_light(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    emulator: Emulator,
    caplog: pytest.LogCaptureFixture,
) -> None:
    hass.config_entries.async_update_entry(entry, options={})
    await notify(hass, emulator, "chime", "speech")
    assert state_of(hass, UNREAD) == "on"
    await clear(hass, emulator)
    assert "Traceback" not in caplog.text


async def test_a_home_without_an_address_is_told_to_the_log(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    emulator: Emulator,
    room: Room,
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert hass.config.api is not None
    hass.config.api.local_ip = "127.0.0.1"
    await hass.config.async_update(internal_url=None)
    await notify(hass, emulator, "chime")
    playing = coordinator_of(entry).notifications._playing
    if playing is not None:
        await playing
    assert room.sounds == []
    assert "no notification sound" in caplog.text


@pytest.mark.parametrize(
    "payload",
    [
        {"light": 7},
        {"light": "DEFAULT", "assets": "x"},
        {"light": "DEFAULT", "assets": [{"url": "clova://x"}]},
        {"light": "DEFAULT", "assetPlayOrder": [1]},
    ],
)
async def test_what_cannot_be_read_is_left_out(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator, payload: dict[str, Any]
) -> None:
    event = await push(hass, emulator, "Notifier", "Notify", payload)
    assert event.data["handled"] is False
    assert state_of(hass, UNREAD) == "off"
