"""DeviceControl: state that is shared, and the volume."""

from typing import Any

import pytest

from emulator import Emulator

from .asking import pushed, pushes
from .client import Client, Response, event, text_event
from .conftest import ClientFactory
from .states import state

VOLUME = {"actions": ["Decrease", "Increase", "SetValue"], "min": 0, "max": 10, "value": 4}


@pytest.fixture
async def elsewhere(cloud: Emulator, channel: Response, connect: ClientFactory) -> Response:
    """The downchannel of another device of the account, device-2."""
    cloud.tokens.add("tok-B")
    return await (await connect(token="tok-B")).open_channel()


@pytest.mark.cic("CIC-DC-063")
@pytest.mark.parametrize("name", ["ActionExecuted", "ActionFailed", "ReportState"])
async def test_reported_state_is_shared(
    client: Client, channel: Response, elsewhere: Response, name: str
) -> None:
    payload = {} if name == "ReportState" else {"command": "Increase", "target": "volume"}
    message = event(f"DeviceControl.{name}", payload)
    message["context"] = [state("Device.DeviceState", {"volume": VOLUME})]
    assert (await client.send(message)).status == 204
    (told,) = await pushed(elsewhere, 1)
    assert told["header"]["name"] == "SynchronizeState"
    assert "dialogRequestId" not in told["header"]
    assert told["payload"] == {
        "deviceId": "device-1",
        "deviceState": state("Device.DeviceState", {"volume": VOLUME}),
    }
    assert pushes(channel) == 0


async def test_a_report_without_a_state(
    client: Client, channel: Response, elsewhere: Response
) -> None:
    message = event("DeviceControl.ReportState")
    message["context"] = []
    assert (await client.send(message)).status == 204
    assert pushes(elsewhere) == 0


async def test_the_devices_of_the_account(
    client: Client, channel: Response, elsewhere: Response
) -> None:
    response = await client.send(event("DeviceControl.RequestDeviceList"))
    devices = response.directives["RenderDeviceList"]["deviceList"]
    assert [each["deviceId"] for each in devices] == ["device-1", "device-2"]


@pytest.mark.cic("CIC-DC-064")
@pytest.mark.parametrize(
    ("payload", "asked"), [({}, 1), ({"deviceId": "device-2"}, 1), ({"deviceId": "device-9"}, 0)]
)
async def test_others_are_asked_for_their_state(
    client: Client, channel: Response, elsewhere: Response, payload: dict[str, str], asked: int
) -> None:
    name = "DeviceControl.RequestStateSynchronization"
    assert (await client.send(event(name, payload))).status == 204
    assert pushes(channel) == 0
    headers = [each["header"] for each in await pushed(elsewhere, asked)]
    assert [each["name"] for each in headers] == ["ExpectReportState"] * asked
    assert pushes(elsewhere) == asked


@pytest.mark.cic("CIC-DC-065")
async def test_a_device_that_is_gone_is_offline(
    client: Client, channel: Response, cloud: Emulator, connect: ClientFactory
) -> None:
    cloud.tokens.add("tok-B")
    other = await connect(token="tok-B")
    await other.open_channel()
    message = event("DeviceControl.ReportState")
    message["context"] = [state("Device.DeviceState", {"volume": VOLUME})]
    assert (await other.send(message)).status == 204
    (told,) = await pushed(channel, 1)
    assert "deviceState" in told["payload"]
    await other.close()
    await cloud.wait_for(lambda: cloud.downchannels_open == 1)
    name = "DeviceControl.RequestStateSynchronization"
    assert (await client.send(event(name))).status == 204
    told = (await pushed(channel, 2))[1]
    assert told["payload"] == {"deviceId": "device-2"}


async def test_a_pin_is_typed_in(client: Client, channel: Response) -> None:
    name = "DeviceControl.BtRequestForPINCode"
    assert (await client.send(event(name, {"deviceName": "Kitchen"}))).status == 204
    (order,) = await pushed(channel, 1)
    assert order["header"]["name"] == "BtConnectByPINCode"
    assert order["payload"] == {"pinCode": "0000"}
    assert (await client.send(event("DeviceControl.BtRequestToCancelPINCodeInput"))).status == 204


def asking(text: str, volume: Any) -> dict[str, Any]:
    """A sentence to a device with this volume."""
    message = text_event(text)
    message["context"] = [state("Device.DeviceState", {"volume": volume})]
    return message


@pytest.mark.cic("CIC-DC-024")
@pytest.mark.parametrize(
    ("text", "name", "payload"),
    [
        ("turn the volume up", "Increase", {"target": "volume"}),
        ("소리 키워줘", "Increase", {"target": "volume"}),
        ("音量を下げて", "Decrease", {"target": "volume"}),
        ("quieter, please", "Decrease", {"target": "volume"}),
        ("set the volume to 7", "SetValue", {"target": "volume", "value": "7"}),
        ("볼륨 삼으로 해줘", "SetValue", {"target": "volume", "value": "3"}),
        ("音量を二にして", "SetValue", {"target": "volume", "value": "2"}),
    ],
)
async def test_the_volume_is_changed_without_a_word(
    client: Client, channel: Response, text: str, name: str, payload: dict[str, str]
) -> None:
    response = await client.send(asking(text, VOLUME))
    assert list(response.directives) == ["RenderText", name]
    assert response.directives[name] == payload


@pytest.mark.cic("CIC-DC-022")
@pytest.mark.parametrize(
    ("scale", "value"),
    [({"min": 2, "max": 10}, "10"), ({"min": 100, "max": 200}, "100"), ({}, "99")],
)
async def test_the_wanted_volume_fits_the_device(
    client: Client, channel: Response, scale: dict[str, int], value: str
) -> None:
    volume = {"actions": ["SetValue"], **scale}
    response = await client.send(asking("volume 99", volume))
    assert response.directives["SetValue"]["value"] == value


@pytest.mark.cic("CIC-DC-102")
@pytest.mark.parametrize(
    "volume", [VOLUME | {"actions": []}, VOLUME | {"actions": ["Decrease"]}, {}, "loud"]
)
async def test_only_what_the_device_can_do_is_asked_of_it(
    client: Client, channel: Response, volume: Any
) -> None:
    response = await client.send(asking("turn the volume up", volume))
    assert list(response.directives) == ["RenderText", "Speak"]
    assert "cannot be changed" in response.directives["RenderText"]["text"]
