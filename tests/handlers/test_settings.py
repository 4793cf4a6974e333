"""Settings: the same here and in the app; voices to choose from; kept over restarts."""

from typing import Any

from homeassistant.components.select import DOMAIN as SELECT
from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers.storage import Store
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.clova_cic.account.credentials import Credentials
from custom_components.clova_cic.const import CONF_VOICE_SETTING, DOMAIN
from emulator import Answer, Emulator, Fault, FaultKind
from tests.ha import CONNECTIVITY, coordinator_of, set_up, state_of, until_greeted, wait_for_state
from tests.pushing import device_of, push

from .sent import payloads, until_sent

VOICE = "select.clova_voice"
REPORT = "Settings.Report"
SPEC = "Settings.RequestVersionSpec"

A_VOICE_ONLY = {"VoiceTypeChange": "V001"}


def spec(version: str = "20310101000000", **changes: Any) -> dict[str, Any]:
    """Return items with two voices whose keys say nothing."""
    voices = {
        "name": "음성",
        "list": [{"key": "x-7", "name": "Mina"}, {"key": "x-3", "name": "Jun"}],
        "default": {"key": "x-3", "name": "Jun"},
    }
    return {
        "clientName": "DEMO",
        "deviceVersion": "0.1.0",
        "os": "",
        "specVersion": version,
        "spec": {"voiceType": voices},
    } | changes


def options_of(hass: HomeAssistant) -> list[str]:
    """Return what can be chosen."""
    state = hass.states.get(VOICE)
    assert state is not None
    options: list[str] = state.attributes["options"]
    return options


async def choose(hass: HomeAssistant, option: str) -> None:
    """Choose a voice."""
    await hass.services.async_call(
        SELECT, "select_option", {"entity_id": VOICE, "option": option}, blocking=True
    )


async def set_setting(hass: HomeAssistant, entry: MockConfigEntry, **data: Any) -> dict[str, Any]:
    """Call the action, and return the settings that are in force then."""
    response = await hass.services.async_call(
        DOMAIN,
        "set_setting",
        {"device_id": device_of(hass, entry).id, **data},
        blocking=True,
        return_response=True,
    )
    assert response is not None
    settings = response["settings"]
    assert isinstance(settings, dict)
    return settings


async def report(hass: HomeAssistant, cloud: Emulator) -> dict[str, str]:
    """Have the app ask, and return what the device reports."""
    before = len(payloads(cloud, REPORT))
    await push(hass, cloud, "Settings", "ExpectReport", {})
    told = await until_sent(cloud, REPORT, before + 1)
    configuration: dict[str, str] = told[-1]["configuration"]
    return configuration


# What there is to choose


@pytest.mark.cic("CIC-SE-030", "CIC-SE-032")
async def test_each_connection_asks_what_there_is_to_choose(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    emulator.inject(Fault(FaultKind.DOWNCHANNEL_END))
    assert await until_sent(emulator, SPEC) == [{}]
    assert coordinator_of(entry).client.stats.connects == 2


@pytest.mark.cic("CIC-SE-040")
async def test_the_voices_are_offered_under_their_names(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    await wait_for_state(hass, VOICE, "Anna")
    assert options_of(hass) == ["Anna", "Ben", "Chloe"]
    await push(hass, emulator, "Settings", "UpdateVersionSpec", spec())
    assert options_of(hass) == ["Mina", "Jun"]
    state = hass.states.get(VOICE)
    assert state is not None
    assert state.name == "CLOVA 음성"


@pytest.mark.cic("CIC-SE-043")
async def test_the_default_counts_until_somebody_chooses(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    await wait_for_state(hass, VOICE, "Anna")
    await push(hass, emulator, "Settings", "UpdateVersionSpec", spec())
    assert state_of(hass, VOICE) == "Jun"
    assert await report(hass, emulator) == {"VoiceTypeChange": "x-3"}
    await choose(hass, "Mina")
    await push(hass, emulator, "Settings", "UpdateVersionSpec", spec("20310101000001"))
    assert state_of(hass, VOICE) == "Mina"


@pytest.mark.cic("CIC-SE-041")
async def test_there_may_be_no_voices_and_other_items(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    await wait_for_state(hass, VOICE, "Anna")
    items = spec(spec={"alarmTone": {"name": "Tone", "list": ["x"]}})
    event = await push(hass, emulator, "Settings", "UpdateVersionSpec", items)
    assert event.data["handled"] is True
    assert state_of(hass, VOICE) == STATE_UNAVAILABLE
    assert await report(hass, emulator) == {}
    assert coordinator_of(entry).dispatcher.misfits == {}


@pytest.mark.cic("CIC-SE-042")
@pytest.mark.parametrize(
    "items", [spec("20200101000000"), spec(deviceVersion="9.0.0")], ids=["older", "too new"]
)
async def test_items_that_are_old_or_for_others_are_left_out(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator, items: dict[str, Any]
) -> None:
    await wait_for_state(hass, VOICE, "Anna")
    await push(hass, emulator, "Settings", "UpdateVersionSpec", items)
    assert options_of(hass) == ["Anna", "Ben", "Chloe"]


async def test_what_cannot_be_read_leaves_the_choice_as_it_was(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    await wait_for_state(hass, VOICE, "Anna")
    for broken in (spec(spec=7), spec(spec={"voiceType": {"list": "x"}}), {}):
        event = await push(hass, emulator, "Settings", "UpdateVersionSpec", broken)
        assert event.data["handled"] is False
    assert state_of(hass, VOICE) == "Anna"


async def test_a_server_that_offers_nothing_is_no_trouble(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    emulator: Emulator,
    caplog: pytest.LogCaptureFixture,
) -> None:
    emulator.answer_next(Answer(status=400, to=SPEC))
    emulator.inject(Fault(FaultKind.DOWNCHANNEL_END))
    await until_greeted(emulator)
    assert await report(hass, emulator) == A_VOICE_ONLY
    assert "Error" not in caplog.text


# The app and the device


@pytest.mark.cic("CIC-SE-001", "CIC-SE-010")
async def test_the_app_asks_and_is_told(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    await wait_for_state(hass, VOICE, "Anna")
    assert await report(hass, emulator) == A_VOICE_ONLY
    assert emulator.reported_settings == [A_VOICE_ONLY]


@pytest.mark.cic("CIC-SE-020", "CIC-SE-021", "CIC-SE-012")
async def test_the_app_changes_one_setting_and_is_told_all(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    await wait_for_state(hass, VOICE, "Anna")
    await set_setting(hass, entry, key="nightMode", value="off")
    await push(hass, emulator, "Settings", "Update", {"configuration": {"VoiceTypeChange": "V002"}})
    told = await until_sent(emulator, REPORT, 2)
    assert told[-1] == {"configuration": {"VoiceTypeChange": "V002", "nightMode": "off"}}
    assert state_of(hass, VOICE) == "Ben"
    await push(hass, emulator, "Settings", "Update", {"configuration": {"nightMode": "on"}})
    told = await until_sent(emulator, REPORT, 3)
    assert told[-1] == {"configuration": {"VoiceTypeChange": "V002", "nightMode": "on"}}


@pytest.mark.cic("CIC-SE-022")
@pytest.mark.parametrize(
    "wanted",
    [
        {"VoiceTypeChange": "V999"},
        {"VoiceTypeChange": None},
        {"nightMode": "on"},
        {"VoiceTypeChange": {"key": "V002"}, "": "x"},
        {},
    ],
)
async def test_what_cannot_be_is_ignored_and_the_truth_reported(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator, wanted: dict[str, Any]
) -> None:
    await wait_for_state(hass, VOICE, "Anna")
    await push(hass, emulator, "Settings", "Update", {"configuration": wanted})
    assert await until_sent(emulator, REPORT) == [{"configuration": A_VOICE_ONLY}]
    assert state_of(hass, VOICE) == "Anna"


@pytest.mark.cic("CIC-SE-044", "CIC-SE-011")
async def test_a_voice_that_is_chosen_here_is_reported(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    await wait_for_state(hass, VOICE, "Anna")
    await choose(hass, "Chloe")
    assert payloads(emulator, REPORT) == [{"configuration": {"VoiceTypeChange": "V005"}}]
    assert state_of(hass, VOICE) == "Chloe"


@pytest.mark.cic("CIC-SE-013")
async def test_the_names_of_settings_can_be_chosen(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    await wait_for_state(hass, VOICE, "Anna")
    hass.config_entries.async_update_entry(entry, options={CONF_VOICE_SETTING: "tts_voice"})
    assert await report(hass, emulator) == {"tts_voice": "V001"}
    await push(hass, emulator, "Settings", "Update", {"configuration": {"tts_voice": "V002"}})
    assert state_of(hass, VOICE) == "Ben"
    assert await set_setting(hass, entry, key="x.y", value="1") == {"tts_voice": "V002", "x.y": "1"}


@pytest.mark.cic("CIC-SE-010", "CIC-SE-011")
@pytest.mark.parametrize(
    ("value", "text"), [("12", "12"), (12, "12"), (True, "true"), (False, "false"), (0.5, "0.5")]
)
async def test_any_setting_is_text_on_the_wire(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator, value: Any, text: str
) -> None:
    await wait_for_state(hass, VOICE, "Anna")
    await set_setting(hass, entry, key="volumeLimit", value=value)
    assert payloads(emulator, REPORT) == [{"configuration": A_VOICE_ONLY | {"volumeLimit": text}}]


async def test_a_setting_can_be_taken_away_again(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    await wait_for_state(hass, VOICE, "Anna")
    await set_setting(hass, entry, key="nightMode", value="on")
    await set_setting(hass, entry, key="VoiceTypeChange", value="V002")
    assert await set_setting(hass, entry, key="nightMode") == {"VoiceTypeChange": "V002"}
    assert await set_setting(hass, entry, key="VoiceTypeChange") == A_VOICE_ONLY
    assert state_of(hass, VOICE) == "Anna"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ({"key": "VoiceTypeChange", "value": "V999"}, "CLOVA offers no such voice"),
        ({"key": " ", "value": "1"}, "1 to 100 characters"),
        ({"key": "k" * 101, "value": "1"}, "1 to 100 characters"),
        ({"key": "k", "value": "v" * 1001}, "at most 1000 characters"),
    ],
)
async def test_what_cannot_be_set_is_refused_with_the_reason(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    emulator: Emulator,
    data: dict[str, str],
    reason: str,
) -> None:
    await wait_for_state(hass, VOICE, "Anna")
    with pytest.raises(ServiceValidationError) as caught:
        await set_setting(hass, entry, **data)
    assert caught.value.translation_key == "unusable_setting"
    assert reason in str((caught.value.translation_placeholders or {})["reason"])
    assert payloads(emulator, REPORT) == []


async def test_a_change_that_could_not_be_told_is_told_with_the_next_connection(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    await wait_for_state(hass, VOICE, "Anna")
    emulator.answer_next(Answer(status=500, to=REPORT))
    with pytest.raises(HomeAssistantError) as caught:
        await choose(hass, "Ben")
    assert caught.value.translation_key == "setting_not_told"
    assert state_of(hass, VOICE) == "Ben"
    emulator.inject(Fault(FaultKind.DOWNCHANNEL_END))
    told = await until_sent(emulator, REPORT, 2)
    assert told[-1] == {"configuration": {"VoiceTypeChange": "V002"}}
    await until_greeted(emulator)
    emulator.inject(Fault(FaultKind.DOWNCHANNEL_END))
    await until_greeted(emulator)
    assert len(payloads(emulator, REPORT)) == 2


async def test_an_action_says_that_clova_was_not_told(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    await wait_for_state(hass, VOICE, "Anna")
    emulator.answer_next(Answer(status=500, to=REPORT))
    with pytest.raises(HomeAssistantError) as caught:
        await set_setting(hass, entry, key="nightMode", value="on")
    assert caught.value.translation_key == "setting_not_told"
    assert await report(hass, emulator) == A_VOICE_ONLY | {"nightMode": "on"}


async def test_a_report_that_fails_is_no_reason_to_undo_what_the_app_wants(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    emulator: Emulator,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await wait_for_state(hass, VOICE, "Anna")
    emulator.answer_next(Answer(status=500, to=REPORT))
    await push(hass, emulator, "Settings", "Update", {"configuration": {"VoiceTypeChange": "V002"}})
    await until_sent(emulator, REPORT)
    await wait_for_state(hass, VOICE, "Ben")
    assert await report(hass, emulator) == {"VoiceTypeChange": "V002"}
    assert "could not be told the settings" in caplog.text


async def test_without_the_cloud_there_is_nothing_to_choose(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    await wait_for_state(hass, VOICE, "Anna")
    emulator.inject(Fault(FaultKind.NO_HELLO))
    emulator.inject(Fault(FaultKind.DROP))
    await wait_for_state(hass, VOICE, STATE_UNAVAILABLE)
    await wait_for_state(hass, CONNECTIVITY, "on")
    await wait_for_state(hass, VOICE, "Anna")


# Restarts and the disk


async def test_settings_outlast_a_restart(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    await wait_for_state(hass, VOICE, "Anna")
    await choose(hass, "Ben")
    await set_setting(hass, entry, key="nightMode", value="on")
    emulator.answer_next(Answer(status=500, to=SPEC))
    assert await hass.config_entries.async_reload(entry.entry_id)
    await until_greeted(emulator)
    assert state_of(hass, VOICE) == "Ben"
    assert options_of(hass) == ["Anna", "Ben", "Chloe"]
    assert await report(hass, emulator) == {"VoiceTypeChange": "V002", "nightMode": "on"}


async def test_a_full_disk_stops_nobody(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    emulator: Emulator,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    await wait_for_state(hass, VOICE, "Anna")
    monkeypatch.setattr(Store, "async_save", full)
    await choose(hass, "Ben")
    assert state_of(hass, VOICE) == "Ben"
    assert payloads(emulator, REPORT) == [{"configuration": {"VoiceTypeChange": "V002"}}]
    assert "settings cannot be stored: No space left on device" in caplog.text


async def test_another_device_has_settings_of_its_own(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    await wait_for_state(hass, VOICE, "Anna")
    await choose(hass, "Ben")
    emulator.tokens.add("attic-token")
    await set_up(hass, emulator, title="Attic", credentials=Credentials(access_token="attic-token"))
    await wait_for_state(hass, "select.attic_voice", "Anna")
    assert state_of(hass, VOICE) == "Ben"
