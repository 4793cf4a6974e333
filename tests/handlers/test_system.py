"""System: errors that come outside an answer."""

import logging
from typing import Any

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_capture_events

from custom_components.clova_cic.announcing import EVENT_DIRECTIVE
from custom_components.clova_cic.cic import TokenRefusedError
from custom_components.clova_cic.handlers import system
from custom_components.clova_cic.handlers.system import MAX_TOLD
from emulator import Answer, Emulator, Fault, FaultKind, directive
from tests.ha import ask, connection_ended, coordinator_of, speech, until_greeted, until_told

from .sent import until_sent

SECRET = "kim's secret"


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return what the log warns of."""
    return [
        record.getMessage()
        for record in caplog.records
        if record.levelno >= logging.WARNING and "clova_cic" in record.name
    ]


@pytest.mark.cic("CIC-SY-021")
@pytest.mark.parametrize(
    ("code", "advice"),
    [
        (400, "400: CLOVA did not understand"),
        ("500", "500: the fault is CLOVA's"),
        (412, "412: the channel was not open"),
        (429, "429: this device connects or asks too often"),
        (418, "418: nothing more"),
        ("many", "None: nothing more"),
    ],
)
async def test_an_error_is_told_with_what_can_be_done(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    emulator: Emulator,
    caplog: pytest.LogCaptureFixture,
    code: Any,
    advice: str,
) -> None:
    events = async_capture_events(hass, EVENT_DIRECTIVE)
    emulator.push("System", "Exception", {"code": code, "description": SECRET})
    await until_told(hass, events, 1)
    (told,) = warnings(caplog)
    assert advice in told
    assert SECRET not in caplog.text
    assert events[0].data["handled"] is True
    assert coordinator_of(entry).client.ready


async def test_the_same_error_is_told_once_in_a_while(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    emulator: Emulator,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def fail(code: int, times: int) -> None:
        events = async_capture_events(hass, EVENT_DIRECTIVE)
        for _ in range(times):
            emulator.push("System", "Exception", {"code": code, "description": SECRET})
        await until_told(hass, events, times)

    await fail(500, 20)
    await fail(400, 3)
    assert len(warnings(caplog)) == 2
    for code in range(600, 600 + MAX_TOLD):
        await fail(code, 1)
    await fail(500, 1)
    assert len(warnings(caplog)) == 3 + MAX_TOLD
    monkeypatch.setattr(system, "QUIET", 0.0)
    await fail(500, 1)
    assert len(warnings(caplog)) == 4 + MAX_TOLD


async def test_each_connection_asks_for_the_data_of_the_system(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    emulator.inject(Fault(FaultKind.DOWNCHANNEL_END))
    assert await until_sent(emulator, "System.RequestSynchronizeState") == [{}]


async def test_a_server_that_has_none_is_no_trouble(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    emulator: Emulator,
    caplog: pytest.LogCaptureFixture,
) -> None:
    emulator.answer_next(Answer(status=400, to="System.RequestSynchronizeState"))
    caplog.clear()
    emulator.inject(Fault(FaultKind.DOWNCHANNEL_END))
    await until_greeted(emulator)
    assert speech(await ask(hass, "What is 1 plus 1?"))
    assert not [each for each in warnings(caplog) if "system" in each]


@pytest.mark.cic("CIC-SY-022")
async def test_an_invalid_token_is_renewed_or_the_user_asked(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    emulator.push("System", "Exception", {"code": 401, "description": "token expired"})
    await connection_ended(entry)
    (flow,) = hass.config_entries.flow.async_progress()
    assert flow["context"]["entry_id"] == entry.entry_id
    with pytest.raises(TokenRefusedError):
        await coordinator_of(entry).client.doubt_token()


@pytest.mark.cic("CIC-SY-024", "CIC-SY-021")
async def test_an_error_within_an_answer_does_not_wait_for_the_rest(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    emulator: Emulator,
    caplog: pytest.LogCaptureFixture,
) -> None:
    emulator.answer_next(
        Answer(
            [
                directive("Clova", "RenderText", {"text": "Here is some of it."}),
                directive("System", "Exception", {"code": 500, "description": SECRET}),
            ]
        )
    )
    assert speech(await ask(hass, "what is new?")) == "Here is some of it."
    assert "the fault is CLOVA's" in "".join(warnings(caplog))


@pytest.mark.cic("CIC-SY-011", "CIC-SY-012")
@pytest.mark.parametrize("payload", [{}, {"allAlerts": []}, {"later": {"x": 1}}])
async def test_system_data_may_be_empty_absent_or_new(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    emulator: Emulator,
    caplog: pytest.LogCaptureFixture,
    payload: dict[str, Any],
) -> None:
    events = async_capture_events(hass, EVENT_DIRECTIVE)
    emulator.push("System", "SynchronizeState", payload)
    await until_told(hass, events, 1)
    assert warnings(caplog) == []
    assert coordinator_of(entry).client.stats.handler_failures == 0
