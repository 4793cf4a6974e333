"""When CLOVA is told the state: when it asks, in intervals, and after a change at home."""

import asyncio
from collections.abc import Iterator
from typing import Any

from homeassistant.const import EVENT_HOMEASSISTANT_STARTED
from homeassistant.core import CoreState, HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_capture_events

from custom_components.clova_cic.announcing import EVENT_DIRECTIVE
from custom_components.clova_cic.features import reports
from emulator import Emulator, Fault, FaultKind
from tests.featured import LAMP, LEVEL, REPORT, events, furnish, lend, order, state_in, told_state
from tests.ha import LIMIT, ask, coordinator_of, until_told


@pytest.fixture(autouse=True)
async def home(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Something whose state can change."""
    await furnish(hass)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let schedules and changes be told in a time that a test can wait for."""
    monkeypatch.setattr(reports, "QUIET", 0.05)
    monkeypatch.setattr(reports, "LATEST", 0.2)
    monkeypatch.setattr(reports, "SHORTEST", 0.01)


async def reported(cloud: Emulator, count: int) -> list[dict[str, Any]]:
    """Wait for so many reports; return the states that they tell."""
    await cloud.wait_for(lambda: len(events(cloud, REPORT)) >= count, LIMIT)
    found = [state_in(each) for each in events(cloud, REPORT)]
    assert len(found) == count
    return found


async def turn(hass: HomeAssistant, state: str) -> None:
    """Switch the lamp, as a person does."""
    await hass.services.async_call(
        "input_boolean", f"turn_{state}", {"entity_id": LAMP}, blocking=True
    )


@pytest.mark.cic("CIC-DC-060", "CIC-DC-062", "CIC-DC-160")
@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"durationInSeconds": 5},
        {"intervalInSeconds": 5},
        {"durationInSeconds": 0},
        {"durationInSeconds": "long", "intervalInSeconds": []},
    ],
)
async def test_who_asks_is_told_at_once(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    emulator: Emulator,
    payload: dict[str, Any],
) -> None:
    lend(hass, entry, "wifi", LAMP)
    lend(hass, entry, "screen_brightness", LEVEL)
    begun = hass.loop.time()
    emulator.push("DeviceControl", "ExpectReportState", payload)
    (told,) = await reported(emulator, 1)
    assert hass.loop.time() - begun < 1
    assert set(told) == {"localTime", "wifi", "screenBrightness"}


@pytest.mark.cic("CIC-DC-061")
@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("interval", [0, None])
async def test_without_an_interval_there_is_one_report(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator, interval: int | None
) -> None:
    payload = {"durationInSeconds": 3600} | ({} if interval is None else {"intervalInSeconds": 0})
    emulator.push("DeviceControl", "ExpectReportState", payload)
    await reported(emulator, 1)
    lend(hass, entry, "wifi", LAMP)  # its report comes later than many of a busy loop
    await emulator.wait_for(lambda: "wifi" in state_in(events(emulator, REPORT)[-1]), LIMIT)
    for _ in range(3):
        await ask(hass, "hello")
    await reported(emulator, 2)


@pytest.mark.cic("CIC-DC-060", "CIC-DC-160", "CIC-DC-162")
@pytest.mark.usefixtures("quick")
async def test_a_schedule_lasts_as_long_as_was_asked(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    lend(hass, entry, "wifi", LAMP)
    emulator.push(
        "DeviceControl", "ExpectReportState", {"durationInSeconds": 0.4, "intervalInSeconds": 0.1}
    )
    found = await reported(emulator, 5)
    assert [each["wifi"]["state"] for each in found] == ["off"] * 5
    begun = [each.began_at for each in events(emulator, REPORT)]
    assert begun[4] - begun[0] == pytest.approx(0.4, abs=0.09)


@pytest.mark.cic("CIC-DC-061")
@pytest.mark.usefixtures("quick")
async def test_a_new_schedule_takes_the_place_of_the_old(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    schedule = {"durationInSeconds": 3600, "intervalInSeconds": 0.1}
    emulator.push("DeviceControl", "ExpectReportState", schedule)
    await emulator.wait_for(lambda: len(events(emulator, REPORT)) >= 2, LIMIT)
    emulator.push("DeviceControl", "ExpectReportState", {})
    before = len(events(emulator, REPORT))
    await emulator.wait_for(lambda: len(events(emulator, REPORT)) > before, LIMIT)
    count = len(events(emulator, REPORT))
    await turn(hass, "on")
    lend(hass, entry, "wifi", LAMP)
    await emulator.wait_for(lambda: len(events(emulator, REPORT)) > count, LIMIT)
    assert len(events(emulator, REPORT)) == count + 1


@pytest.mark.cic("CIC-DC-061")
@pytest.mark.usefixtures("quick")
async def test_a_schedule_ends_with_the_connection(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    schedule = {"durationInSeconds": 3600, "intervalInSeconds": 0.01}
    emulator.push("DeviceControl", "ExpectReportState", schedule)
    await emulator.wait_for(lambda: len(events(emulator, REPORT)) > 1, LIMIT)
    connects = coordinator_of(entry).stats.connects
    emulator.inject(Fault(FaultKind.GOAWAY))
    await emulator.wait_for(lambda: coordinator_of(entry).stats.connects > connects, LIMIT)
    await ask(hass, "hello")
    count = len(events(emulator, REPORT))
    lend(hass, entry, "wifi", LAMP)
    await emulator.wait_for(lambda: len(events(emulator, REPORT)) > count, LIMIT)
    assert "wifi" in state_in(events(emulator, REPORT)[-1])
    for _ in range(3):
        await ask(hass, "hello")
    assert len(events(emulator, REPORT)) == count + 1


@pytest.mark.cic("CIC-DC-111")
@pytest.mark.usefixtures("quick")
async def test_many_changes_at_home_are_one_report(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    lend(hass, entry, "wifi", LAMP)
    await reported(emulator, 1)
    for state in ("on", "off", "on", "off", "on"):
        await turn(hass, state)
    assert (await reported(emulator, 2))[-1]["wifi"]["state"] == "on"


@pytest.mark.usefixtures("quick")
async def test_a_change_that_is_taken_back_is_none(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    lend(hass, entry, "wifi", LAMP)
    await reported(emulator, 1)
    await turn(hass, "on")
    await turn(hass, "off")
    hass.states.async_set("sensor.other", "1")
    lend(hass, entry, "battery", "sensor.other")
    assert (await reported(emulator, 2))[-1]["battery"]["value"] == 1


@pytest.mark.usefixtures("quick")
async def test_changes_without_end_are_told_in_between(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    lend(hass, entry, "wifi", LAMP)
    await reported(emulator, 1)
    ended = asyncio.Event()

    async def flicker() -> None:
        while not ended.is_set():
            await turn(hass, "on")
            await turn(hass, "off")
            await turn(hass, "on")
            await asyncio.wait([asyncio.ensure_future(ended.wait())], timeout=0.01)

    flickering = asyncio.create_task(flicker())
    await emulator.wait_for(lambda: len(events(emulator, REPORT)) == 2, LIMIT)
    ended.set()
    await flickering


@pytest.mark.usefixtures("quick")
async def test_what_clova_did_itself_is_not_reported_again(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    lend(hass, entry, "wifi", LAMP)
    await reported(emulator, 1)
    await order(emulator, "TurnOn", {"target": "wifi"})
    hass.states.async_set("sensor.other", "1")
    lend(hass, entry, "battery", "sensor.other")
    found = await reported(emulator, 2)
    assert "battery" in found[-1]


@pytest.mark.cic("CIC-DC-161")
@pytest.mark.usefixtures("quick")
async def test_a_change_does_not_move_the_schedule(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    lend(hass, entry, "wifi", LAMP)
    await reported(emulator, 1)
    emulator.push(
        "DeviceControl", "ExpectReportState", {"durationInSeconds": 1, "intervalInSeconds": 0.5}
    )
    await reported(emulator, 2)
    await turn(hass, "on")
    await reported(emulator, 5)
    first, changed, second, third = (each.began_at for each in events(emulator, REPORT)[1:])
    assert changed - first < 0.4
    assert second - first == pytest.approx(0.5, abs=0.2)
    assert third - first == pytest.approx(1.0, abs=0.2)


async def test_nothing_is_told_before_home_assistant_has_started(
    hass: HomeAssistant,
    emulator: Emulator,
    entry: MockConfigEntry,
    starting: None,
) -> None:
    lend(hass, entry, "wifi", LAMP)
    assert await hass.config_entries.async_reload(entry.entry_id)
    await coordinator_of(entry).client.wait_ready(LIMIT)
    assert await told_state(hass, entry) == {}
    asked = async_capture_events(hass, EVENT_DIRECTIVE)
    emulator.push("DeviceControl", "ExpectReportState", {})
    outcome, _ = await order(emulator, "TurnOn", {"target": "wifi"})
    assert outcome == ("Failed", "TurnOn", "wifi")
    await until_told(hass, asked, 2)
    assert events(emulator, REPORT) == []
    hass.set_state(CoreState.running)
    hass.bus.async_fire(EVENT_HOMEASSISTANT_STARTED)
    (told,) = await reported(emulator, 1)
    assert told["wifi"]["state"] == "off"


@pytest.fixture
def starting(hass: HomeAssistant) -> Iterator[None]:
    """A Home Assistant that is not quite there."""
    hass.set_state(CoreState.starting)
    yield
    hass.set_state(CoreState.running)


@pytest.mark.cic("CIC-DC-065", "CIC-DC-067")
async def test_the_state_of_another_device_is_an_event(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    told = async_capture_events(hass, EVENT_DIRECTIVE)
    for payload in ({"deviceId": "other"}, {"deviceId": "other", "deviceState": {"wifi": {}}}):
        emulator.push("DeviceControl", "SynchronizeState", payload)
    await until_told(hass, told, 2)
    assert [each.data["name"] for each in told] == ["SynchronizeState"] * 2
    assert events(emulator, REPORT) == []
