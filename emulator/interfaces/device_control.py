"""DeviceControl: reports, shared with the other devices of the account (device_control.md)."""

from typing import Any, Final

from ..answers import Answer
from ..clients import Client
from ..event import IncomingEvent
from ..messages import Json, directive
from .service import Handler, Service, device_id_of

NAMESPACE: Final = "DeviceControl"
PIN: Final = "0000"
"""What the user types whenever a peer asks for a PIN."""
_BOUND: Final = "2030-04-01T09:00:00+09:00"


def handlers(service: Service) -> dict[str, Handler]:
    """The events of this interface."""

    def reported(event: IncomingEvent) -> None:
        """204, and the others are told (CIC-DC-063).

        The device itself is left out: it could not tell from the id that it is meant.
        """
        state = event.states.get("Device.DeviceState")
        if state is None:
            return
        kept = service.device_states.of(event.client)
        kept.clear()
        kept.update(state)
        header = {"namespace": "Device", "name": "DeviceState"}
        payload: Json = {
            "deviceId": device_id_of(event.client),
            "deviceState": {"header": header, "payload": state},
        }
        for client in service.others(event.client):
            service.push(client, directive(NAMESPACE, "SynchronizeState", payload))

    def list_requested(_: IncomingEvent) -> Answer:
        clients = sorted(service.reachable, key=lambda each: each.number)
        devices = [_device(each) for each in clients]
        return Answer([directive(NAMESPACE, "RenderDeviceList", {"deviceList": devices})])

    def synchronization_requested(event: IncomingEvent) -> None:
        """The device that is named, or all others, are asked (CIC-DC-064)."""
        device_id = event.payload.get("deviceId")
        asked = service.others(event.client)
        if device_id is not None:
            asked = [each for each in asked if device_id_of(each) == device_id]
        for client in asked:
            service.push(client, directive(NAMESPACE, "ExpectReportState"))
        present = {each.number for each in service.reachable}
        for number, _ in service.device_states:
            offline = {"deviceId": f"device-{number}"}
            if number not in present and device_id in {None, offline["deviceId"]}:
                # It cannot be asked any more: without a state it is offline (CIC-DC-065).
                service.push(event.client, directive(NAMESPACE, "SynchronizeState", offline))

    def pin_requested(event: IncomingEvent) -> None:
        service.push(event.client, directive(NAMESPACE, "BtConnectByPINCode", {"pinCode": PIN}))

    return {
        "DeviceControl.ActionExecuted": reported,
        "DeviceControl.ActionFailed": reported,
        "DeviceControl.BtRequestForPINCode": pin_requested,
        "DeviceControl.BtRequestToCancelPINCodeInput": _nothing,
        "DeviceControl.ReportState": reported,
        "DeviceControl.RequestDeviceList": list_requested,
        "DeviceControl.RequestStateSynchronization": synchronization_requested,
    }


def _nothing(_: IncomingEvent) -> None:
    """204."""


def _device(client: Client) -> dict[str, Any]:
    """A device of the account as RenderDeviceList tells of it."""
    return {
        "availabilities": [
            {"name": "DELEGATION", "available": True},
            {"name": "AUDIOPLAYER_CONTROL", "available": True},
        ],
        "bindTime": _BOUND,
        "clientId": f"client-{client.number}",
        "clientName": "EMULATED",
        "companionAppUrl": None,
        "configuration": {"DeviceInfoDefinedName": ""},
        "deviceId": device_id_of(client),
        "deviceImageUrl": None,
        "deviceName": f"Device {client.number}",
        "manufacturerName": None,
        "modelId": "EMULATED-1",
        "userGuideUrl": None,
        "websiteUrl": None,
    }
