"""CLOVA speaks up: what it pushes is heard on the speaker, and what is heard is reported."""

from collections.abc import AsyncIterator
from typing import Any

from homeassistant.components.media_player.const import (
    MediaPlayerEntityFeature as Feature,
    MediaPlayerState as State,
)
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator
from yarl import URL

from custom_components.clova_cic.const import CONF_SPEAKER
from custom_components.clova_cic.media.view import async_media_shelf
from emulator import Answer, Attachment, Emulator
from tests.ha import LIMIT, ask, coordinator_of
from tests.speaker.player import PLAIN, PLAYER, FakePlayer, Kind, add_players
from tests.voice import REQUEST, messages, named, shown, speak, spoken, told, until_told, voice

ANNOUNCER = "notify.clova_announce"
SHORT = 0.3  # seconds


@pytest.fixture
async def player(hass: HomeAssistant, entry: MockConfigEntry) -> AsyncIterator[FakePlayer]:
    """The device's speaker."""
    player = FakePlayer(
        Kind(features=PLAIN | Feature.MEDIA_ANNOUNCE, lengths={"/clova_cic/media/": SHORT})
    )
    await add_players(hass, player)
    hass.config_entries.async_update_entry(entry, options={CONF_SPEAKER: PLAYER})
    hass.config.internal_url = "http://192.168.1.2:8123"
    yield player
    player.close()


async def notify(hass: HomeAssistant, message: str) -> None:
    """Send something to the announcer."""
    await hass.services.async_call(
        "notify", "send_message", {"entity_id": ANNOUNCER, "message": message}, blocking=True
    )


@pytest.mark.cic("CIC-SS-013", "CIC-SS-030", "CIC-SS-031")
async def test_pushed_speech_is_heard_on_the_speaker(
    hass: HomeAssistant,
    emulator: Emulator,
    player: FakePlayer,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    async_media_shelf(hass)  # before the test's server begins
    client = await hass_client_no_auth()
    player.kind.lengths = {"/clova_cic/media/": 30.0}
    sound = voice(SHORT)
    emulator.push(speak(sound, "up"), attachments=[sound])
    await emulator.wait_for(lambda: ("SpeechStarted", "up") in told(emulator), LIMIT)
    (url,) = player.announced
    answer = await client.get(URL(url).path)
    assert await answer.read() == sound.data
    await until_told(emulator, ("SpeechStarted", "up"), ("SpeechFinished", "up"))
    assert (await client.get(URL(url).path)).status == 404  # it is over


@pytest.mark.cic("CIC-SS-013", "CIC-SS-033")
async def test_several_are_heard_in_the_order_they_came(
    emulator: Emulator, player: FakePlayer
) -> None:
    for token in ("a", "b", "c"):
        sound = voice(SHORT)
        emulator.push(speak(sound, token), attachments=[sound])
    await until_told(
        emulator,
        *((report, token) for token in "abc" for report in ("SpeechStarted", "SpeechFinished")),
    )
    assert len(player.announced) == 3


@pytest.mark.cic("CIC-SS-015", "CIC-SS-033")
async def test_what_cannot_be_had_is_left_out(emulator: Emulator, player: FakePlayer) -> None:
    emulator.push(speak(f"{emulator.media_url}/nothing", "gone"))
    wrong = voice(SHORT)
    emulator.push(
        speak(wrong, "wrong"),
        attachments=[Attachment(content_id=wrong.content_id, data=b"no sound" * 99)],
    )
    sound = voice(SHORT)
    emulator.push(speak(sound, "heard"), attachments=[sound])
    await until_told(emulator, ("SpeechStarted", "heard"), ("SpeechFinished", "heard"))


@pytest.mark.cic("CIC-SS-033")
async def test_without_a_speaker_nothing_is_heard_or_told(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry
) -> None:
    sound = voice(SHORT)
    emulator.push(speak(sound, "up"), attachments=[sound])
    await ask(hass, "hello")  # by then the speech has been judged
    async with coordinator_of(entry).speech_up._line:  # and has had its time
        pass
    assert told(emulator) == []


@pytest.mark.cic("CIC-SS-014", "CIC-SS-032")
async def test_a_new_request_silences_it(
    hass: HomeAssistant, emulator: Emulator, player: FakePlayer
) -> None:
    player.kind.lengths = {"/clova_cic/media/": 30.0}
    sound = voice(30.0)
    emulator.push(speak(sound, "long"), attachments=[sound])
    await emulator.wait_for(lambda: ("SpeechStarted", "long") in told(emulator), LIMIT)
    emulator.answer_next(spoken(shown("Hi."), to="TextRecognizer.Recognize"))
    await ask(hass, "hello")
    await until_told(emulator, ("SpeechStarted", "long"), ("SpeechStopped", "long"))
    await hass.async_block_till_done()
    assert player.did[-1] == "stop"
    assert player.status is State.IDLE


async def test_too_much_is_dropped(
    hass: HomeAssistant,
    emulator: Emulator,
    entry: MockConfigEntry,
    player: FakePlayer,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr("custom_components.clova_cic.speech.up.MAX_WAITING", 1)
    for token in ("a", "b"):
        sound = voice(SHORT)
        emulator.push(speak(sound, token), attachments=[sound])
    await until_told(emulator, ("SpeechStarted", "a"), ("SpeechFinished", "a"))
    assert "more than can be heard" in caplog.text


# The announcer


@pytest.mark.cic("CIC-SS-050", "CIC-SS-002")
@pytest.mark.parametrize(
    ("message", "language"),
    [("The door is open.", "en"), ("문이 열려 있어요.", "ko"), ("ドアが開いています。", "ja")],
)
async def test_a_text_is_announced_in_clovas_voice(
    hass: HomeAssistant, emulator: Emulator, player: FakePlayer, message: str, language: str
) -> None:
    first, second = voice(SHORT), voice(SHORT)
    emulator.answer_next(Answer([speak(first, "a"), speak(second, "b"), first, second], to=REQUEST))
    await notify(hass, message)
    (request,) = messages(emulator, REQUEST)
    assert request["payload"] == {"text": message, "lang": language}
    assert len(player.announced) == 2
    await until_told(
        emulator,
        *((report, token) for token in "ab" for report in ("SpeechStarted", "SpeechFinished")),
    )


async def test_a_text_without_letters_is_in_the_language_of_the_options(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry, player: FakePlayer
) -> None:
    hass.config_entries.async_update_entry(entry, options={CONF_SPEAKER: PLAYER, "language": "ja"})
    await notify(hass, "12:30")
    (request,) = messages(emulator, REQUEST)
    assert request["payload"]["lang"] == "ja"


async def test_without_a_speaker_nothing_is_announced(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry
) -> None:
    with pytest.raises(ServiceValidationError) as failure:
        await notify(hass, "The door is open.")
    assert failure.value.translation_key == "no_speaker"
    assert named(emulator, REQUEST) == []


@pytest.mark.parametrize(
    ("parts", "broken", "key"),
    [("none", False, "no_answer"), ("one", True, "not_heard")],
)
async def test_who_announces_is_told_what_went_wrong(
    hass: HomeAssistant,
    emulator: Emulator,
    player: FakePlayer,
    parts: str,
    *,
    broken: bool,
    key: str,
) -> None:
    player.broken = HomeAssistantError("out of order") if broken else None
    sound = voice(SHORT)
    answer: list[Any] = [speak(sound), sound] if parts == "one" else [shown("Nothing to hear.")]
    emulator.answer_next(Answer(answer, to=REQUEST))
    with pytest.raises(HomeAssistantError) as failure:
        await notify(hass, "The door is open.")
    assert failure.value.translation_key == key


async def test_without_a_connection_the_failure_is_told(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry, player: FakePlayer
) -> None:
    emulator.answer_next(Answer([], to=REQUEST, status=500))
    with pytest.raises(HomeAssistantError) as failure:
        await notify(hass, "The door is open.")
    assert failure.value.translation_key == "server_error"
    assert coordinator_of(entry).client.ready
