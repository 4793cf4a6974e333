"""What the tests of features share: a home to control, features of it, and what is reported."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component

from custom_components.clova_cic.features.settings import SUBENTRY_TYPE
from emulator import Emulator
from emulator.recorder import RecordedRequest
from tests.ha import LIMIT

EXECUTED = "DeviceControl.ActionExecuted"
FAILED = "DeviceControl.ActionFailed"
REPORT = "DeviceControl.ReportState"
REPORTS = (EXECUTED, FAILED)

LAMP = "input_boolean.lamp"
LEVEL = "input_number.level"
CHOICE = "input_select.choice"


async def furnish(hass: HomeAssistant) -> None:
    """Set up a switch, a value and a choice."""
    assert await async_setup_component(hass, "input_boolean", {"input_boolean": {"lamp": {}}})
    level = {"min": 0, "max": 200, "step": 10, "initial": 100}
    assert await async_setup_component(hass, "input_number", {"input_number": {"level": level}})
    choice = {"options": ["Loud", "Quiet", "Buzz"], "initial": "Loud"}
    assert await async_setup_component(hass, "input_select", {"input_select": {"choice": choice}})
    await hass.async_block_till_done()


def lend(
    hass: HomeAssistant,
    entry: ConfigEntry[Any],
    kind: str,
    entity_id: str | None = None,
    **settings: Any,
) -> ConfigSubentry:
    """Add a feature, as the dialog does."""
    data: dict[str, Any] = {"kind": kind} | settings
    if entity_id is not None:
        data["entity_id"] = entity_id
    subentry = ConfigSubentry(
        data=MappingProxyType(data), subentry_type=SUBENTRY_TYPE, title=kind, unique_id=kind
    )
    hass.config_entries.async_add_subentry(entry, subentry)
    return subentry


def events(cloud: Emulator, *names: str) -> list[RecordedRequest]:
    """Return the events of these names that arrived whole, oldest first."""
    return [each for each in cloud.requests if each.event and each.name in names]


def outcomes(cloud: Emulator) -> list[tuple[str, str, str]]:
    """Return what was reported about directives: what became of it, which, and of what."""
    return [
        (
            str(each.name).removeprefix("DeviceControl.Action"),
            each.event["event"]["payload"]["command"],
            each.event["event"]["payload"]["target"],
        )
        for each in events(cloud, *REPORTS)
        if each.event
    ]


def state_in(request: RecordedRequest) -> dict[str, Any]:
    """Return Device.DeviceState as an event tells it."""
    assert request.event is not None
    found: dict[str, Any]
    for each in request.event["context"]:
        if (each["header"]["namespace"], each["header"]["name"]) == ("Device", "DeviceState"):
            found = each["payload"]
            return found
    return {}


async def told_state(hass: HomeAssistant, entry: ConfigEntry[Any]) -> dict[str, Any]:
    """Return Device.DeviceState as an event would tell it now."""
    (state,) = [
        each.payload
        for each in entry.runtime_data.context()
        if (each.namespace, each.name) == ("Device", "DeviceState")
    ]
    return {key: value for key, value in state.items() if key != "localTime"}


async def order(
    cloud: Emulator, name: str, payload: Mapping[str, Any] | None = None
) -> tuple[tuple[str, str, str], dict[str, Any]]:
    """Push a directive; return the one report about it, and the state it tells."""
    before = len(outcomes(cloud))
    assert cloud.push("DeviceControl", name, payload or {}) == 1
    await cloud.wait_for(lambda: len(outcomes(cloud)) > before, LIMIT)
    (outcome,) = outcomes(cloud)[before:]
    return outcome, state_in(events(cloud, *REPORTS)[-1])
