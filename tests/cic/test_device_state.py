"""What the device can play, show and do (docs/protocol/context.md)."""

from typing import Any

import pytest

from custom_components.clova_cic.cic.errors import UsageError
from custom_components.clova_cic.cic.interfaces.device import (
    MP3,
    ContentLayer,
    ContentType,
    DeviceState,
    audio,
    display,
)
from custom_components.clova_cic.cic.interfaces.device_features import (
    Battery,
    Bluetooth,
    FoundPeer,
    PairedPeer,
    PlayerInfo,
    Switch,
    Volume,
    actions,
    battery,
    bluetooth,
    screen_brightness,
    switch,
    volume,
)
from custom_components.clova_cic.cic.interfaces.payload import write
from custom_components.clova_cic.cic.interfaces.speaker import volume_state


@pytest.mark.cic("CIC-CX-046", "CIC-CX-045")
def test_formats_are_told_in_order_with_their_extensions() -> None:
    aac = ContentType(mime_type="audio/aac", audio_codec="AAC", file_extension="AAC,M4A")
    assert write(audio(aac, MP3)) == {
        "acceptContentType": [
            {"mimeType": "audio/aac", "audioCodec": "AAC", "fileExtension": "AAC,M4A"},
            {"mimeType": "audio/mpeg", "audioCodec": "MP3", "fileExtension": "MP3"},
        ]
    }


@pytest.mark.cic("CIC-CX-047")
def test_every_client_plays_mp3() -> None:
    with pytest.raises(UsageError):
        audio(ContentType(mime_type="audio/aac", audio_codec="AAC", file_extension="AAC"))


@pytest.mark.cic("CIC-CX-050")
def test_without_a_screen_that_is_all_there_is_to_tell() -> None:
    layer = ContentLayer(width=1, height=2)
    found = display("none", dpi=160, orientation="portrait", content_layer=layer)
    assert write(found) == {"size": "none"}


@pytest.mark.cic("CIC-CX-051")
def test_a_screen_of_its_own_size_tells_its_area() -> None:
    found = display(
        "custom",
        dpi=160,
        orientation="landscape",
        content_layer=ContentLayer(width=480, height=320),
    )
    assert write(found) == {
        "size": "custom",
        "contentLayer": {"width": 480, "height": 320},
        "dpi": 160,
        "orientation": "landscape",
    }
    with pytest.raises(UsageError):
        display("custom", dpi=160, orientation="landscape")


def test_a_screen_tells_density_and_orientation() -> None:
    assert "contentLayer" not in write(display("m100", dpi=160, orientation="portrait"))
    with pytest.raises(UsageError):
        display("m100", orientation="portrait")
    with pytest.raises(UsageError):
        display("m100", dpi=160)


@pytest.mark.cic("CIC-CX-060")
def test_what_can_only_be_read_has_no_actions() -> None:
    state = DeviceState(battery=battery(73, charging=False), wifi=None, gps=switch(True))
    assert write(state) == {
        "battery": {"actions": [], "charging": False, "value": 73},
        "gps": {"actions": [], "state": "on"},
    }


@pytest.mark.cic("CIC-CX-060", "CIC-CX-063")
def test_actions_are_names_of_the_directives_that_can_be_executed() -> None:
    assert write(switch(False, ["TurnOn"])) == {"actions": ["TurnOn"], "state": "off"}
    assert actions(Volume, ["SetValue", "Decrease"]) == ("Decrease", "SetValue")
    assert actions(Switch, iter(["TurnOn", "TurnOff", "TurnOn"])) == ("TurnOff", "TurnOn")


@pytest.mark.cic("CIC-CX-063", "CIC-CX-060")
@pytest.mark.parametrize(
    ("feature", "name"),
    [
        (Switch, "wifi"),
        (Switch, "turnOn"),
        (Switch, "SetValue"),
        (Volume, "TurnOn"),
        (Battery, "TurnOn"),
    ],
)
def test_what_no_directive_does_is_no_action(feature: type[Any], name: str) -> None:
    with pytest.raises(UsageError, match=name):
        actions(feature, [name])


@pytest.mark.cic("CIC-CX-070", "CIC-CX-073")
def test_bluetooth_without_peers_tells_empty_lists() -> None:
    assert write(bluetooth(False)) == {
        "actions": [],
        "state": "off",
        "pairing": "off",
        "scanning": "off",
        "connecting": "off",
        "btlist": [],
        "scanlist": [],
    }


@pytest.mark.cic("CIC-CX-071", "CIC-CX-073")
def test_bluetooth_tells_peers_with_the_role_towards_them() -> None:
    speaker = PairedPeer(
        address="a0:11:22:33:44:55",
        name="Porch speaker",
        role="source",
        connected=True,
        available_service_class_list=(),
    )
    phone = FoundPeer(address="a0:11:22:33:44:66", name="Phone", role="sink")
    found = bluetooth(
        True,
        ["TurnOff", "BtConnect"],
        paired=[speaker],
        found=[phone],
        pairing=True,
        scanning=True,
        connecting=True,
        player=PlayerInfo(state="playing", track_title="Song"),
    )
    assert write(found) == {
        "actions": ["TurnOff", "BtConnect"],
        "state": "on",
        "pairing": "on",
        "scanning": "on",
        "connecting": "on",
        "btlist": [
            {
                "address": "a0:11:22:33:44:55",
                "name": "Porch speaker",
                "role": "source",
                "connected": True,
                "availableServiceClassList": [],
            }
        ],
        "scanlist": [{"address": "a0:11:22:33:44:66", "name": "Phone", "role": "sink"}],
        "playerInfo": {"state": "playing", "trackTitle": "Song"},
    }


@pytest.mark.cic("CIC-CX-072")
@pytest.mark.parametrize("name", ["BtDelete", "BtPlay", "BtRescan"])
def test_actions_that_are_not_documented_are_not_told(name: str) -> None:
    with pytest.raises(UsageError, match=name):
        bluetooth(True, [name])
    assert name not in actions(Bluetooth, ["BtConnect"])


@pytest.mark.cic("CIC-CX-075", "CIC-CX-076")
def test_a_level_is_told_with_its_bounds() -> None:
    assert write(volume(4, ["SetValue"], maximum=15, warning=12)) == {
        "actions": ["SetValue"],
        "min": 0,
        "max": 15,
        "value": 4,
        "warning": 12,
    }
    assert write(screen_brightness(60, ["Increase"])) == {
        "actions": ["Increase"],
        "min": 0,
        "max": 100,
        "value": 60,
    }
    assert [volume(each).value for each in (0, 10)] == [0, 10]


@pytest.mark.cic("CIC-CX-075")
@pytest.mark.parametrize(
    ("value", "bounds"),
    [
        (11, {}),
        (-1, {}),
        (5, {"minimum": 5, "maximum": 5}),
        (5, {"minimum": 7, "maximum": 3}),
        (5.0, {}),
        (True, {}),
        (5, {"maximum": 10.0}),
        (5, {"warning": 11}),
    ],
)
def test_a_level_out_of_bounds_is_not_told(value: Any, bounds: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        volume(value, **bounds)


@pytest.mark.cic("CIC-CX-075")
@pytest.mark.parametrize(("value", "minimum", "maximum"), [(101, 0, 100), (50, 50, 50), (5, 6, 9)])
def test_a_brightness_out_of_bounds_is_not_told(value: int, minimum: int, maximum: int) -> None:
    with pytest.raises(UsageError):
        screen_brightness(value, minimum=minimum, maximum=maximum)


@pytest.mark.parametrize("percent", [-1, 101])
def test_a_battery_is_between_empty_and_full(percent: int) -> None:
    with pytest.raises(UsageError):
        battery(percent, charging=True)


@pytest.mark.cic("CIC-CX-080")
@pytest.mark.parametrize("muted", [True, False])
def test_the_volume_is_the_one_of_the_device_muted_or_not(muted: bool) -> None:
    level = volume(7)
    assert write(volume_state(level, muted=muted)) == {"volume": level.value, "muted": muted}
