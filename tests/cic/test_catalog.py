"""The types and the catalogue of the protocol agree, field by field."""

from collections import Counter
import re
from typing import Any

import orjson
import pytest

from custom_components.clova_cic.cic.interfaces import device_features
from custom_components.clova_cic.cic.interfaces.alerts import AlertInfo
from custom_components.clova_cic.cic.interfaces.audio_player import AudioStream, DeliveredStream
from custom_components.clova_cic.cic.interfaces.clova import TextValue
from custom_components.clova_cic.cic.interfaces.message import (
    CONTEXT_OBJECTS,
    CURRENT,
    DIRECTIVES,
    EVENTS,
    LEGACY,
    Kind,
    read_directive,
    type_of,
)
from custom_components.clova_cic.cic.interfaces.payload import AsReceived, read, write
from custom_components.clova_cic.cic.messages import Directive
from tests.cic.catalog import (
    DIRECTIVE_MESSAGES,
    MESSAGES,
    OBJECTS,
    TABLES,
    Message,
    sample,
    typed_rows,
)

# Where the types are not what the catalogue says, and why.

WIDER = {  # fields that take further types
    ("Clova.ExpectLogin", "guideInfo.useDefault"): "a device ignores it (CIC-CL-062)",
    ("DeviceControl.Increase", "value"): "number or text (CIC-DC-005)",
    ("DeviceControl.Decrease", "value"): "number or text (CIC-DC-005)",
    ("DeviceControl.SetValue", "value"): "number or text (CIC-DC-005)",
    ("DeviceControl.SetPoint", "value"): "number or text (legacy.md)",
    ("DeviceControl.RenderDeviceList", "deviceList[].configuration"): "or text (CIC-DC-068)",
    ("System.Exception", "code"): "number or text (CIC-T-063)",
    ("Clova.RenderTemplate", "actionList[].value"): "any scalar, whatever the value's type says",
    ("Clova.RenderTemplate", "emoji.value"): "the same",
    ("Clova.RenderTemplate", "failureMessage.value"): "the same",
    ("Clova.RenderTemplate", "meta.version.value"): "the same",
    ("Clova.RenderTemplate", "subtitle.value"): "the same",
}
EXTRA = {  # fields that the catalogue has not
    ("AudioPlayer.StreamDeliver", "stream"): "the name in the first edition (legacy.md)",
    ("SpeechSynthesizer.Speak", "ttsText"): "in the first edition (legacy.md)",
}
ALIASES = {  # old names, read as the messages that they became (legacy.md)
    "AudioPlayer.PlayNext": "PlaybackController.Next",
    "AudioPlayer.Stop": "PlaybackController.Stop",
    "DeviceControl.BtRequestToCancelPinCodeInput": "DeviceControl.BtRequestToCancelPINCodeInput",
    "DeviceControl.LaunchURI": "Clova.LaunchURI",
    "DeviceControl.SetPoint": "DeviceControl.SetValue",
    "DeviceControl.UpdateDeviceState": "DeviceControl.SynchronizeState",
    **{
        f"PlaybackController.{name[0].lower()}{name[1:]}": f"PlaybackController.{name}"
        for name in (
            "Mute",
            "Next",
            "Pause",
            "Previous",
            "Resume",
            "Stop",
            "Unmute",
            "VolumeDown",
            "VolumeUp",
        )
    },
}
ECHOED = {  # what the device sends, and yet does not choose from the list
    "activeAlerts[].type": "as received (CIC-CX-007)",
    "allAlerts[].type": "as received (CIC-CX-007)",
    "audioStream.format": "as received (CIC-CX-007)",
    "command": "the name of the directive, also where the list lacks it (CIC-DC-011)",
    "source.namespace": "copied from the directive (CIC-PC-012)",
    "stream.format": "as received (CIC-CX-007)",
    "target": "also where the list lacks it (CIC-DC-012)",
    "type": "of an alert, as received (CIC-CX-007)",
}
WORDS = {  # fields that may be shown though the catalogue lists no words for them
    ("Clova.StartExtension", "extension"),
    ("Clova.FinishExtension", "extension"),
    ("Clova.RenderSuggestion", "suggestions[].area"),
    ("Clova.RenderSuggestion", "suggestions[].index"),
    ("DeviceControl.Increase", "value"),
    ("DeviceControl.Decrease", "value"),
    ("DeviceControl.SetValue", "value"),
    ("Settings.UpdateVersionSpec", "deviceVersion"),
    ("Settings.UpdateVersionSpec", "os"),
    ("Settings.UpdateVersionSpec", "specVersion"),
    ("Settings.UpdateVersionSpec", "spec.voiceType.list[].key"),
    ("Settings.UpdateVersionSpec", "spec.voiceType.default.key"),
}
SHARED: dict[str, tuple[type[Any], ...]] = {  # which class stands for a shared object
    "ActionObject": (TextValue,),
    "AirplaneInfoObject": (device_features.Switch,),
    "AlertInfoObject": (AlertInfo,),
    "AudioStreamInfoObject": (AudioStream, DeliveredStream),
    "BatteryInfoObject": (device_features.Battery,),
    "BluetoothInfoObject": (device_features.Bluetooth,),
    "CellularInfoObject": (device_features.Switch,),
    "ChannelInfoObject": (device_features.Channel,),
    "EnergySavingModeInfoObject": (device_features.Switch,),
    "FlashLightInfoObject": (device_features.Switch,),
    "GPSInfoObject": (device_features.Switch,),
    "PowerInfoObject": (device_features.Power,),
    "ScreenAutoBrightnessInfoObject": (device_features.Switch,),
    "ScreenBrightnessInfoObject": (device_features.ScreenBrightness,),
    "SoundModeInfoObject": (device_features.SoundMode,),
    "SoundOutputInfoObject": (device_features.SoundOutput,),
    "StringObject": (TextValue,),
    "VolumeInfoObject": (device_features.Volume,),
    "WifiInfoObject": (device_features.Wifi,),
}
PERSONAL = re.compile(
    r"(url|uri|token|id|title|text\d?|label|address|content|description|pincode|data|meta|query"
    r"|time|topic)$",
    re.IGNORECASE,
)

OWN = [message for message in MESSAGES if message.name not in ALIASES]
SENT = [message for message in MESSAGES if message.kind != Kind.DIRECTIVE]


def mark(messages: list[Message]) -> list[Any]:
    """One parameter per message, named like it."""
    return [pytest.param(each, id=f"{each.kind} {each.name}") for each in messages]


def test_every_message_has_a_type_and_every_type_a_message() -> None:
    for kind, table in TABLES.items():
        documented = {each.name: each.edition for each in MESSAGES if each.kind == kind}
        assert {name: each.edition for name, each in table.items()} == documented


def test_the_editions_are_complete() -> None:
    counts = [
        (Counter(each.edition for each in table.values()), expected)
        for table, expected in (
            (DIRECTIVES, {CURRENT: 74, LEGACY: 27}),
            (EVENTS, {CURRENT: 52, LEGACY: 10}),
            (CONTEXT_OBJECTS, {CURRENT: 9, LEGACY: 1}),
        )
    ]
    assert all(found == expected for found, expected in counts)


@pytest.mark.parametrize("message", mark(MESSAGES))
def test_a_type_knows_its_names(message: Message) -> None:
    found = message.type
    assert (found.kind, found.qualified_name) == (message.kind, message.name)
    assert type_of(found.payload).qualified_name == ALIASES.get(message.name, message.name)


def test_every_old_name_stands_for_another_message() -> None:
    for name, newer in ALIASES.items():
        table = next(each for each in TABLES.values() if name in each)
        assert table[name].payload is table[newer].payload
        assert (table[name].edition, table[newer].edition) == (LEGACY, CURRENT)


@pytest.mark.parametrize("message", mark([each for each in MESSAGES if each.name in ALIASES]))
def test_a_message_with_an_old_name_fits_into_the_new_one(message: Message) -> None:
    found = message.typed_rows
    for path, row in message.rows.items():
        assert row.types <= found[path].types


@pytest.mark.parametrize("message", mark(OWN))
def test_a_type_has_the_fields_of_the_catalogue_and_no_others(message: Message) -> None:
    extra = {path for name, path in EXTRA if name == message.name}
    inside = {path for path in message.typed_rows if path.split(".")[0] in extra}
    assert message.typed_rows.keys() - inside == message.rows.keys()
    assert extra <= message.typed_rows.keys()


@pytest.mark.parametrize("message", mark(OWN))
def test_a_field_has_the_type_of_the_catalogue(message: Message) -> None:
    found = message.typed_rows
    other = {path for path, row in message.rows.items() if row.types != found[path].types}
    assert other == {path for name, path in WIDER if name == message.name}
    assert all(message.rows[path].types < found[path].types for path in other)


@pytest.mark.parametrize("message", mark(OWN))
def test_a_field_is_demanded_where_the_catalogue_does(message: Message) -> None:
    found = message.typed_rows
    assert {path for path in message.rows if found[path].always} == {
        path for path, row in message.rows.items() if row.always
    }


@pytest.mark.parametrize("message", mark(OWN))
def test_a_shared_object_is_one_class(message: Message) -> None:
    found = message.typed_rows
    for path, row in message.rows.items():
        classes = SHARED.get(row.kind.removesuffix(" array"))
        assert classes is None or found[path].inner in classes


@pytest.mark.parametrize(
    ("name", "cls"), [(name, cls) for name, classes in SHARED.items() for cls in classes]
)
def test_a_shared_object_has_the_fields_of_the_catalogue(name: str, cls: type[Any]) -> None:
    documented, found = OBJECTS[name].rows, typed_rows(cls)
    assert found.keys() == documented.keys()
    assert all(row.types <= found[path].types for path, row in documented.items())


def test_no_deviation_is_stale() -> None:
    names = {message.name: message for message in MESSAGES}
    for name, path in (*WIDER, *WORDS):
        assert path in names[name].rows
    for name, path in EXTRA:
        assert path not in names[name].rows
    documented = {
        row.kind.removesuffix(" array") for each in MESSAGES for row in each.rows.values()
    }
    assert documented > SHARED.keys()


@pytest.mark.parametrize("message", mark(SENT))
def test_what_the_device_chooses_is_one_of_the_listed_words(message: Message) -> None:
    found = message.typed_rows
    for path, row in message.rows.items():
        echoed = row.open or path in ECHOED
        assert found[path].values == row.values or (echoed and not found[path].values)


@pytest.mark.parametrize("message", mark(DIRECTIVE_MESSAGES))
def test_no_word_that_is_received_is_an_error(message: Message) -> None:
    assert not any(row.values for row in message.typed_rows.values())


@pytest.mark.parametrize("message", mark(SENT))
def test_what_the_device_sends_lacks_nothing(message: Message) -> None:
    """Only in what goes back as it came may a demanded field be missing."""
    rows = message.typed_rows.values()
    assert not [row.path for row in rows if row.tolerated and not row.received]


@pytest.mark.parametrize("message", mark(DIRECTIVE_MESSAGES))
def test_what_may_be_shown_is_a_word(message: Message) -> None:
    found = message.typed_rows
    words = {path for path, row in found.items() if row.code}
    assert not [path for path in words if PERSONAL.search(path)]
    if message.name not in ALIASES:
        listed = {path for path, row in message.rows.items() if row.values and not row.open}
        assert listed <= words
        unlisted = {path for path in words & message.rows.keys() if not message.rows[path].values}
        assert unlisted == {path for name, path in WORDS if name == message.name}


@pytest.mark.parametrize("message", mark(DIRECTIVE_MESSAGES))
def test_a_directive_with_all_its_fields_is_read(message: Message) -> None:
    payload = sample(message)
    namespace, _, name = message.name.partition(".")
    found = read_directive(Directive(namespace=namespace, name=name, payload=payload))
    assert type(found) is message.type.payload
    assert write(found) == payload


@pytest.mark.parametrize("message", mark(SENT))
def test_what_is_sent_has_all_its_fields(message: Message) -> None:
    payload = sample(message)
    assert write(read(message.type.payload, payload)) == payload


def kept_objects(message: Message) -> list[str]:
    """The paths at which a message has an object that goes back as it came; "" is all of it."""
    rows = message.typed_rows.items()
    within = [path for path, row in rows if row.inner and issubclass(row.inner, AsReceived)]
    whole = [""] if issubclass(message.type.payload, AsReceived) else []
    return whole + [path for path in within if path in message.rows]


KEPT = [(message, path) for message in OWN for path in kept_objects(message)]


@pytest.mark.cic("CIC-CX-007", "CIC-AP-005", "CIC-PC-015")
@pytest.mark.parametrize(
    ("message", "path"),
    [pytest.param(message, path, id=f"{message.name} {path}") for message, path in KEPT],
)
def test_an_object_that_is_kept_comes_back_byte_for_byte(message: Message, path: str) -> None:
    payload = sample(message)
    received = object_at(payload, path)
    documented = dict(received)
    received.clear()
    received.update({"자유": {"b": [1, None, 2.5], "a": "값"}, **documented, "new": None})
    written = write(read(message.type.payload, payload))
    assert orjson.dumps(object_at(written, path)) == orjson.dumps(received)


def object_at(payload: Any, path: str) -> Any:
    """The object at a path without lists."""
    for step in filter(None, path.split(".")):
        payload = payload[step]
    return payload


def test_streams_handovers_items_and_templates_are_kept() -> None:
    assert [f"{message.name} {path}".strip() for message, path in KEPT] == [
        "AudioPlayer.Play audioItem",
        "AudioPlayer.Play audioItem.stream",
        "AudioPlayer.ReportPlaybackState stream",
        "AudioPlayer.StreamDeliver audioStream",
        "AudioPlayer.StreamRequested audioStream",
        "Clova.RenderTemplate",
        "PlaybackController.ExpectPlayCommand handover",
        "PlaybackController.PlayCommandIssued handover",
        "AudioPlayer.PlaybackState stream",
    ]
