"""A speaker without a cloud."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from homeassistant.const import CONF_DEVICE_ID
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.clova_cic.const import CONF_SPEAKER, DOMAIN
from custom_components.clova_cic.speaker.speaker import Speaker

from .bench import Bench
from .clock import Clock
from .player import PLAYER, FakePlayer, Kind, add_players

MakeBench = Callable[..., Awaitable[Bench]]


@pytest.fixture
async def make(hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[MakeBench]:
    """Return what makes a speaker that plays on a player of this kind."""
    hass.config.internal_url = "http://192.168.1.2:8123"
    made: list[Bench] = []

    async def make_bench(*others: FakePlayer, **kind: Any) -> Bench:
        player = FakePlayer(Kind(**kind))
        await add_players(hass, player, *others)
        entry = MockConfigEntry(
            domain=DOMAIN,
            title="CLOVA",
            data={CONF_DEVICE_ID: "a device"},
            options={CONF_SPEAKER: PLAYER},
        )
        entry.add_to_hass(hass)
        clock = Clock(hass, monkeypatch)
        bench = Bench(hass, entry, Speaker(hass, entry), (player, *others), clock)
        made.append(bench)
        return bench

    yield make_bench
    for bench in made:
        bench.speaker.close()
        for player in bench.players:
            player.close()
