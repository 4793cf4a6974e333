"""A dialog whose browser has not heard that the network has answered."""

from datetime import timedelta

from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.data_entry_flow import EVENT_DATA_ENTRY_FLOW_PROGRESSED, FlowResultType
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.clova_cic.flow.tasks import REMINDERS
from emulator import Emulator
from tests.flow.dialogs import account, choose, fill_in
from tests.ha import hurry, trust


@pytest.fixture
async def cloud(
    hass: HomeAssistant, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> Emulator:
    """An emulator that Home Assistant trusts."""
    trust(emulator, monkeypatch)
    hurry(monkeypatch)
    return emulator


@pytest.fixture
async def flow_id(hass: HomeAssistant, cloud: Emulator) -> str:
    """A dialog that was refused, and that nobody has asked how it went."""
    flow_id = await choose(hass, "naver")
    page = await hass.config_entries.flow.async_configure(flow_id, account(cloud, "expired"))
    assert page["type"] is FlowResultType.SHOW_PROGRESS
    await hass.async_block_till_done()
    return flow_id


@pytest.fixture
def told(hass: HomeAssistant) -> list[str]:
    """The dialogs of which Home Assistant has told that there is something new."""
    told: list[str] = []

    @callback
    def listen(event: Event) -> None:
        told.append(event.data["flow_id"])

    hass.bus.async_listen(EVENT_DATA_ENTRY_FLOW_PROGRESSED, listen)
    return told


async def wait(hass: HomeAssistant, seconds: float) -> None:
    """Let the time go by."""
    async_fire_time_changed(hass, dt_util.utcnow() + timedelta(seconds=seconds + 0.1))
    await hass.async_block_till_done()


async def test_a_browser_that_missed_the_end_is_told_again(
    hass: HomeAssistant, told: list[str], flow_id: str
) -> None:
    assert told == [flow_id]
    for number, seconds in enumerate(REMINDERS, 2):
        await wait(hass, seconds)
        assert told == [flow_id] * number
    await wait(hass, 10 * REMINDERS[-1])
    assert told == [flow_id] * (1 + len(REMINDERS))


async def test_a_browser_that_has_asked_is_left_alone(
    hass: HomeAssistant, told: list[str], flow_id: str
) -> None:
    form = await fill_in(hass, flow_id, None)
    assert form["errors"] == {"account_token": "account_refused"}
    await wait(hass, REMINDERS[0])
    assert told == [flow_id]


async def test_nobody_is_told_of_a_dialog_that_was_closed(
    hass: HomeAssistant, told: list[str], flow_id: str
) -> None:
    hass.config_entries.flow.async_abort(flow_id)
    await wait(hass, REMINDERS[0])
    assert told == [flow_id]
