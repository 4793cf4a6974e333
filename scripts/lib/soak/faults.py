"""What goes wrong: a fault every other second, each of a kind that a home may see."""

import asyncio
from collections import Counter
from collections.abc import Callable
from random import Random
from typing import Final

from custom_components.clova_cic.cic import CicClient, NotReadyError
from emulator import Emulator, Fault, FaultKind, Place

PAUSE: Final = (0.5, 2.5)  # seconds between two faults
BACK: Final = 15.0  # seconds within which the device has to be back; its longest delay is 1 s here

_EVENT_CODES: Final = (400, 412, 500, 503)
_CHANNEL_CODES: Final = (429, 500, 503)

MAKERS: Final[tuple[Callable[[Random], Fault], ...]] = (
    lambda _: Fault(FaultKind.CLOSE_AT_ONCE),
    lambda _: Fault(FaultKind.HTTP11),
    lambda random: Fault(FaultKind.ZERO_WINDOW, seconds=random.uniform(0.1, 2)),
    lambda random: Fault(FaultKind.NO_PING_ACK, times=random.randint(1, 3)),
    lambda random: Fault(FaultKind.DOWNCHANNEL_STATUS, status=random.choice(_CHANNEL_CODES)),
    lambda _: Fault(FaultKind.NO_HELLO),
    lambda _: Fault(FaultKind.HELLO_CLOSED),
    lambda _: Fault(FaultKind.DOWNCHANNEL_END),
    lambda random: Fault(FaultKind.EVENT_STATUS, status=random.choice(_EVENT_CODES)),
    lambda _: Fault(FaultKind.SILENCE),
    lambda _: Fault(FaultKind.RESET),
    lambda _: Fault(FaultKind.RESET, on=Place.NOW),
    lambda _: Fault(FaultKind.TRUNCATE),
    lambda _: Fault(FaultKind.SLOW, seconds=0.001),
    lambda _: Fault(FaultKind.DRIBBLE, bytes_per_second=20_000),
    lambda random: Fault(FaultKind.LATENCY, seconds=random.uniform(0.05, 4)),
    lambda random: Fault(FaultKind.GOAWAY, when=random.choice(("before", "after", "now"))),
    lambda _: Fault(FaultKind.SETTINGS, max_concurrent_streams=2),
    lambda _: Fault(FaultKind.DROP),
    lambda _: Fault(FaultKind.DROP, on=Place.EVENT),
)
# What only a new connection meets comes with the loss of the old one.
_NEEDS_A_NEW_ONE: Final = (Place.CONNECT, Place.DOWNCHANNEL)


class Saboteur:
    """Orders faults, and sees whether the device gets over each."""

    def __init__(self, cloud: Emulator, client: CicClient, random: Random) -> None:
        """Do nothing yet."""
        self.done: Counter[str] = Counter()
        self.not_back: list[str] = []
        self._cloud = cloud
        self._client = client
        self._random = random

    async def run(self) -> None:
        """Go on until cancelled."""
        while True:
            await asyncio.sleep(self._random.uniform(*PAUSE))
            fault = self._random.choice(MAKERS)(self._random)
            self._cloud.inject(fault)
            if fault.on in _NEEDS_A_NEW_ONE:
                self._cloud.inject(Fault(FaultKind.DROP))
            self.done[fault.kind] += 1
            await asyncio.sleep(self._random.uniform(*PAUSE))
            self._cloud.lift_faults()
            try:
                await self._client.wait_ready(BACK)
            except NotReadyError:
                self.not_back.append(fault.kind)
