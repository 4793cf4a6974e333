"""Which messages there are, and how they are found."""

import pytest

from custom_components.clova_cic.cic.errors import MessageError
from custom_components.clova_cic.cic.interfaces.alerts import AlertStarted
from custom_components.clova_cic.cic.interfaces.clova import Hello, LaunchURI, RenderText
from custom_components.clova_cic.cic.interfaces.device_control import (
    BtRequestToCancelPINCodeInput,
    SetValue,
    SynchronizeState,
)
from custom_components.clova_cic.cic.interfaces.message import (
    CURRENT,
    DIRECTIVES,
    EVENTS,
    LEGACY,
    Kind,
    context_of,
    event_of,
    read_directive,
    type_of,
)
from custom_components.clova_cic.cic.interfaces.playback_controller import Mute, Stop
from custom_components.clova_cic.cic.interfaces.speaker import VolumeState
from custom_components.clova_cic.cic.messages import Directive


def directive(qualified_name: str, **payload: object) -> Directive:
    namespace, _, name = qualified_name.partition(".")
    return Directive(namespace=namespace, name=name, payload=payload)


def test_a_directive_is_read_as_what_it_is() -> None:
    assert read_directive(directive("Clova.RenderText", text="hi")) == RenderText(text="hi")
    assert read_directive(directive("Clova.Hello", anything=5)) == Hello()


@pytest.mark.parametrize(
    "name", ["Clova.Dance", "Dance.RenderText", "Clova.rendertext", "Clova.ProcessDelegatedEvent"]
)
def test_an_unknown_directive_is_nothing(name: str) -> None:
    assert read_directive(directive(name)) is None


def test_a_payload_that_was_no_object_is_refused() -> None:
    flawed = Directive(namespace="Clova", name="Hello", flaw="the payload is not an object")
    with pytest.raises(MessageError, match="not an object"):
        read_directive(flawed)


@pytest.mark.parametrize(
    ("name", "payload", "expected"),
    [
        ("PlaybackController.mute", {}, Mute()),
        ("PlaybackController.stop", {}, Stop()),
        ("AudioPlayer.Stop", {}, Stop()),
        ("DeviceControl.SetPoint", {"target": "volume", "value": 5}, SetValue),
        ("DeviceControl.UpdateDeviceState", {"deviceId": "d", "deviceState": {}}, SynchronizeState),
        ("DeviceControl.LaunchURI", {"targets": []}, LaunchURI(targets=())),
    ],
)
def test_an_old_name_is_read_as_the_new_message(
    name: str, payload: dict[str, object], expected: object
) -> None:
    found = read_directive(directive(name, **payload))
    assert expected in (found, type(found))
    assert DIRECTIVES[name].edition == LEGACY
    assert type_of(found).edition == CURRENT
    assert type_of(found).qualified_name != name


def test_an_old_name_of_an_event_is_no_directive() -> None:
    name = "DeviceControl.BtRequestToCancelPinCodeInput"
    assert EVENTS[name].payload is BtRequestToCancelPINCodeInput
    assert EVENTS[name].kind == Kind.EVENT
    assert name not in DIRECTIVES
    sent = event_of(BtRequestToCancelPINCodeInput())
    assert sent.qualified_name == "DeviceControl.BtRequestToCancelPINCodeInput"


def test_a_payload_knows_its_message() -> None:
    started = AlertStarted(token="t", type="ALARM")
    assert type_of(started) is type_of(AlertStarted) is EVENTS["Alerts.AlertStarted"]
    assert type_of(started).qualified_name == "Alerts.AlertStarted"
    assert type_of(started).kind == Kind.EVENT


def test_an_event_is_wrapped() -> None:
    event = event_of(AlertStarted(token="t", type="ALARM"), dialogue_id="d")
    assert event.qualified_name == "Alerts.AlertStarted"
    assert event.payload == {"token": "t", "type": "ALARM"}
    assert event.dialogue_id == "d"
    assert event_of(AlertStarted(token="t", type="ALARM")).dialogue_id is None


def test_a_context_object_is_wrapped() -> None:
    found = context_of(VolumeState(volume=3, muted=False))
    assert found.to_dict() == {
        "header": {"namespace": "Speaker", "name": "VolumeState"},
        "payload": {"volume": 3, "muted": False},
    }
