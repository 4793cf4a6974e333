"""What every event tells of the device."""

from datetime import datetime, timedelta
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.clova_cic.const import (
    CONF_HOME_ZONE,
    CONF_OFFICE_ZONE,
    CONF_SHARE_LOCATION,
    CONF_SPEAKER,
)
from emulator import Emulator
from tests.ha import ask, coordinator_of

SPEAKER = "media_player.kitchen"
DEVICE = {
    "Alerts.AlertsState",
    "AudioPlayer.PlaybackState",
    "Device.Audio",
    "Device.DeviceState",
    "Device.Display",
}


MOMENT = datetime(2030, 5, 1, 7, 0, 5, tzinfo=dt_util.UTC)


def set_clock(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    """Set the clock of Home Assistant's zone; that of the loop, which sockets need, goes on."""
    monkeypatch.setattr(dt_util, "now", lambda: dt_util.as_local(moment))


async def told(hass: HomeAssistant, cloud: Emulator) -> dict[str, dict[str, Any]]:
    """Send an event; return the payloads of its context objects by name."""
    await ask(hass, "hello")
    event = cloud.events[-1].event
    assert event is not None
    names = [f"{c['header']['namespace']}.{c['header']['name']}" for c in event["context"]]
    assert len(names) == len(set(names))
    return dict(zip(names, (c["payload"] for c in event["context"]), strict=True))


def choose(hass: HomeAssistant, entry: MockConfigEntry, **options: Any) -> None:
    """Choose options, while the device is running."""
    hass.config_entries.async_update_entry(entry, options={**entry.options, **options})


@pytest.mark.cic("CIC-CX-001", "CIC-CX-003", "CIC-T-049")
async def test_a_device_without_choices_tells_what_it_is(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    assert set(await told(hass, emulator)) == DEVICE


@pytest.mark.cic("CIC-CX-062")
async def test_it_has_no_feature_that_it_has_not(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    assert set((await told(hass, emulator))["Device.DeviceState"]) == {"localTime"}


@pytest.mark.cic("CIC-CX-045", "CIC-CX-046", "CIC-CX-047")
async def test_it_plays_mp3(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    formats = (await told(hass, emulator))["Device.Audio"]["acceptContentType"]
    assert formats[0] == {"mimeType": "audio/mpeg", "audioCodec": "MP3", "fileExtension": "MP3"}
    assert [each["mimeType"] for each in formats[1:]] == ["application/vnd.apple.mpegurl"]


@pytest.mark.cic("CIC-CX-050", "CIC-TR-051")
async def test_it_has_no_screen(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    assert (await told(hass, emulator))["Device.Display"] == {"size": "none"}


@pytest.mark.cic("CIC-CX-065", "CIC-CX-002")
async def test_it_tells_the_time_of_this_moment_in_its_own_zone(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    emulator: Emulator,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await hass.config.async_set_time_zone("Asia/Seoul")
    set_clock(monkeypatch, MOMENT)
    assert (await told(hass, emulator))["Device.DeviceState"] == {
        "localTime": "2030-05-01T16:00:05+09:00"
    }
    set_clock(monkeypatch, MOMENT + timedelta(minutes=1))
    assert (await told(hass, emulator))["Device.DeviceState"] == {
        "localTime": "2030-05-01T16:01:05+09:00"
    }


@pytest.mark.cic("CIC-CX-080", "CIC-CX-006")
@pytest.mark.parametrize(
    ("attributes", "state"),
    [
        ({"volume_level": 0.42, "is_volume_muted": True}, {"volume": 4, "muted": True}),
        ({"volume_level": 1.0}, {"volume": 10, "muted": False}),
        ({"volume_level": 0}, {"volume": 0, "muted": False}),
        ({"volume_level": 1.4}, {"volume": 10, "muted": False}),
        ({"volume_level": "loud"}, None),
        ({}, None),
    ],
)
async def test_it_is_as_loud_as_its_speaker(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    emulator: Emulator,
    attributes: dict[str, Any],
    state: dict[str, Any] | None,
) -> None:
    choose(hass, entry, **{CONF_SPEAKER: SPEAKER})
    assert "Speaker.VolumeState" not in await told(hass, emulator)
    hass.states.async_set(SPEAKER, "idle", attributes)
    assert (await told(hass, emulator)).get("Speaker.VolumeState") == state


@pytest.mark.cic("CIC-CX-031")
async def test_where_it_is_stays_at_home_unless_the_user_allows_it(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    assert "Clova.Location" not in await told(hass, emulator)
    choose(hass, entry, **{CONF_SHARE_LOCATION: True})
    assert "Clova.Location" in await told(hass, emulator)
    choose(hass, entry, **{CONF_SHARE_LOCATION: False})
    assert "Clova.Location" not in await told(hass, emulator)


@pytest.mark.cic("CIC-CX-030")
async def test_a_position_is_text_with_the_time_of_its_truth(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    emulator: Emulator,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await hass.config.async_update(latitude=37.5665, longitude=126.978, time_zone="Asia/Seoul")
    choose(hass, entry, **{CONF_SHARE_LOCATION: True})
    set_clock(monkeypatch, MOMENT)
    assert (await told(hass, emulator))["Clova.Location"] == {
        "latitude": "37.566500",
        "longitude": "126.978000",
        "refreshedAt": "2030-05-01T16:00:05+09:00",
    }


@pytest.mark.cic("CIC-CX-035", "CIC-CX-036")
async def test_places_are_the_zones_that_the_user_chose(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    hass.states.async_set("zone.work", "0", {"latitude": 37.5, "longitude": 127.03})
    hass.states.async_set("zone.house", "1", {"latitude": 37.1, "longitude": 127.1})
    assert "Clova.SavedPlace" not in await told(hass, emulator)
    choose(hass, entry, **{CONF_OFFICE_ZONE: "zone.work"})
    (office,) = (await told(hass, emulator))["Clova.SavedPlace"]["places"]
    assert (office["name"], office["latitude"], office["longitude"]) == (
        "회사",
        "37.500000",
        "127.030000",
    )
    assert datetime.fromisoformat(office["refreshedAt"]).utcoffset() is not None
    choose(hass, entry, **{CONF_HOME_ZONE: "zone.house"})
    places = (await told(hass, emulator))["Clova.SavedPlace"]["places"]
    assert [place["name"] for place in places] == ["집", "회사"]
    hass.states.async_remove("zone.house")
    hass.states.async_remove("zone.work")
    assert "Clova.SavedPlace" not in await told(hass, emulator)


async def test_a_zone_without_a_place_costs_only_itself(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    hass.states.async_set("zone.work", "0")
    choose(hass, entry, **{CONF_OFFICE_ZONE: "zone.work", CONF_SHARE_LOCATION: True})
    found = await told(hass, emulator)
    assert "Clova.Location" in found
    assert "Clova.SavedPlace" not in found


@pytest.mark.cic("CIC-CX-085")
async def test_no_speech_state_before_anything_was_spoken(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    assert "SpeechSynthesizer.SpeechState" not in await told(hass, emulator)


@pytest.mark.cic("CIC-CX-040")
async def test_free_talk_is_never_told(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    coordinator_of(entry).async_set_extension("freetalking")
    assert "Clova.FreetalkState" not in await told(hass, emulator)
