"""A Bluetooth stack that is lent to CLOVA, for the tests of it."""

from typing import Any

from homeassistant.core import HomeAssistant, ServiceCall

from emulator import Emulator
from tests.featured import REPORT, events, state_in
from tests.ha import LIMIT

REQUEST = "DeviceControl.BtRequestForPINCode"
WITHDRAWN = "DeviceControl.BtRequestToCancelPINCodeInput"

PORCH = {"address": "a0:11", "name": "Porch", "connected": False, "role": "source"}
PHONE = {"address": "b0:22", "name": "Phone", "connected": False, "role": "sink"}
NEW = {"address": "c0:33", "name": "New", "role": "source"}
PIN_SENSOR = "sensor.asking"


class Radio:
    """A Bluetooth stack: what it knows, and what it was told to do."""

    def __init__(self, hass: HomeAssistant) -> None:
        self.hass = hass
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.obeys = True
        hass.services.async_register("radio", "connect", self.connect)
        hass.services.async_register("radio", "pin", self.connect)
        hass.services.async_register("radio", "disconnect", self.disconnect)
        hass.services.async_register("radio", "delete", self.delete)
        hass.services.async_register("radio", "play", self.note)
        hass.services.async_register("radio", "rescan", self.rescan)
        self.show(PORCH, PHONE)

    def show(self, *peers: dict[str, Any], found: list[dict[str, Any]] | None = None) -> None:
        """Know these peers."""
        self.peers = [dict(each) for each in peers]
        self.hass.states.async_set("sensor.peers", "x", {"peers": self.peers, "found": found or []})

    def change(self, address: str, *, connected: bool) -> None:
        """Connect, or part."""
        self.show(
            *(
                each | {"connected": connected} if address in {each["address"], ""} else each
                for each in self.peers
            )
        )

    async def note(self, call: ServiceCall) -> None:
        """Do nothing but remember it."""
        self.calls.append((call.service, dict(call.data)))

    async def connect(self, call: ServiceCall) -> None:
        """Connect at once, if it obeys."""
        await self.note(call)
        if self.obeys:
            self.change(call.data.get("address") or "a0:11", connected=True)

    async def disconnect(self, call: ServiceCall) -> None:
        """Part from one or all."""
        await self.note(call)
        self.change(call.data["address"], connected=False)

    async def delete(self, call: ServiceCall) -> None:
        """Forget."""
        await self.note(call)
        self.show(*(each for each in self.peers if each["address"] != call.data["address"]))

    async def rescan(self, call: ServiceCall) -> None:
        """Find somebody."""
        await self.note(call)
        self.show(*self.peers, found=[NEW])


def told_to(service: str, **data: str) -> list[dict[str, Any]]:
    """Return a sequence that has the radio do this."""
    return [{"action": f"radio.{service}", "data": data}]


async def until_reported(cloud: Emulator, count: int) -> dict[str, Any]:
    """Return the Bluetooth state of the last of so many state reports."""
    await cloud.wait_for(lambda: len(events(cloud, REPORT)) >= count, LIMIT)
    assert len(events(cloud, REPORT)) == count
    found: dict[str, Any] = state_in(events(cloud, REPORT)[-1])["bluetooth"]
    return found


def connected(state: dict[str, Any]) -> list[str]:
    """Return the addresses of the peers that are connected."""
    return [each["address"] for each in state["btlist"] if each["connected"]]
