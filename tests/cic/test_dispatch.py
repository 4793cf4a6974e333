"""Who acts on a directive."""

from collections.abc import Iterable
import logging

import pytest

from custom_components.clova_cic.cic import dispatch
from custom_components.clova_cic.cic.dispatch import Action, Dispatcher, InterfaceHandler, handles
from custom_components.clova_cic.cic.interfaces.clova import (
    LaunchURI,
    Location,
    RenderText,
    StartExtension,
)
from custom_components.clova_cic.cic.messages import Directive

SECRET = "kim's secret"


class Links(InterfaceHandler):
    """Acts on two directives."""

    namespace = "Clova"

    def __init__(self) -> None:
        self.seen: list[object] = []

    @handles(LaunchURI)
    async def launch(self, payload: LaunchURI) -> None:
        self.seen.append(payload)

    @handles(StartExtension)
    async def start(self, payload: StartExtension) -> None:
        self.seen.append(payload)

    def context(self) -> Iterable[object]:
        return (Location(latitude="1", longitude="2", refreshed_at="now"),)


class Broken(InterfaceHandler):
    """Cannot tell its state."""

    namespace = "Broken"

    def context(self) -> Iterable[object]:
        yield Location(latitude="3", longitude="4", refreshed_at="now")
        raise ValueError("no state")


def directive(name: str, **payload: object) -> Directive:
    return Directive(namespace="Clova", name=name, payload=payload)


async def test_a_handler_gets_the_typed_payload() -> None:
    links = Links()
    dispatcher = Dispatcher([Broken(), links])
    found = dispatcher.find(directive("StartExtension", extension="Quiz"))
    assert found.payload == StartExtension(extension="Quiz")
    assert found.action is not None
    assert links.seen == []
    await found.action()
    assert links.seen == [StartExtension(extension="Quiz")]


def test_a_directive_without_a_handler_is_read_and_not_acted_on() -> None:
    found = Dispatcher([Links()]).find(directive("RenderText", text="a"))
    assert (found.payload, found.action) == (RenderText(text="a"), None)


@pytest.mark.cic("CIC-T-060", "CIC-CL-003")
@pytest.mark.parametrize(
    ("received", "told"),
    [
        (directive("StartExtension", extension=5), "StartExtension has a wrong extension"),
        (directive("StartExtension"), "StartExtension lacks extension"),
        (
            Directive(namespace="Clova", name="Help", flaw="the payload is not an object"),
            "the payload is not an object",
        ),
        (directive("Dance\nFATAL", step=SECRET), r"not known: 'Clova.Dance\\nFATAL'"),
    ],
)
def test_what_does_not_fit_is_left_out_and_told_once(
    received: Directive, told: str, caplog: pytest.LogCaptureFixture
) -> None:
    dispatcher = Dispatcher([Links()])
    for _ in range(3):
        found = dispatcher.find(received)
        assert (found.payload, found.action) == (None, None)
    assert found.refusal is None
    (record,) = [each for each in caplog.records if each.levelno >= logging.INFO]
    assert record.levelno == logging.WARNING
    assert told.replace("\\\\", "\\") in record.getMessage()
    assert SECRET not in caplog.text


class Refusing(Links):
    """Has an answer to what does not fit."""

    def refusal(self, directive: Directive) -> Action | None:
        async def refuse() -> None:
            self.seen.append(directive.name)

        return refuse


async def test_what_does_not_fit_can_be_answered_by_its_own_interface() -> None:
    refusing = Refusing()
    dispatcher = Dispatcher([Broken(), refusing])
    found = dispatcher.find(directive("StartExtension", extension=5))
    assert (found.payload, found.action) == (None, None)
    assert found.refusal is not None
    await found.refusal()
    assert refusing.seen == ["StartExtension"]
    of_nobody = Directive(namespace="Alerts", name="StopAlert", payload={"token": 5})
    assert dispatcher.find(of_nobody).refusal is None


def test_the_log_is_not_told_of_ever_more_names(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatch, "MAX_TOLD", 3)
    dispatcher = Dispatcher([])
    for number in range(9):
        dispatcher.find(directive(f"Unknown{number}"))
    assert len(caplog.records) == 3


def test_an_idle_directive_is_no_news_to_users(caplog: pytest.LogCaptureFixture) -> None:
    Dispatcher([]).find(directive("RenderText", text=SECRET))
    assert [each for each in caplog.records if each.levelno > logging.DEBUG] == []
    assert SECRET not in caplog.text


@pytest.mark.cic("CIC-CX-001", "CIC-T-049")
def test_the_state_of_all_handlers_is_told_and_a_failure_keeps_back_its_own(
    caplog: pytest.LogCaptureFixture,
) -> None:
    dispatcher = Dispatcher([Broken(), Links(), InterfaceHandler()])
    (location,) = dispatcher.context()
    assert dispatcher.context() == [location]
    assert (location.namespace, location.name) == ("Clova", "Location")
    assert location.payload == {"latitude": "1", "longitude": "2", "refreshedAt": "now"}
    assert caplog.text.count("The state of Broken cannot be told") == 1
