"""What all tests share."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

# Before Home Assistant's test plugin puts its own custom_components first on the path.
from custom_components.clova_cic import announcer
from emulator import Emulator, EmulatorConfig

ACCESS_TOKEN = "test-token-b1946ac9"


@pytest.fixture(scope="session")
def emulator_state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the emulator keeps its certificates; made once, as that takes the longest."""
    return tmp_path_factory.mktemp("emulator")


@pytest.fixture
async def emulator(emulator_state: Path, socket_enabled: None) -> AsyncIterator[Emulator]:
    """Run a strict CIC cloud on free loopback ports; a violation of the rules fails the test."""
    config = EmulatorConfig(state_dir=emulator_state, token=ACCESS_TOKEN, port=0, control_port=0)
    async with Emulator(config) as running:
        yield running
        violations = list(running.violations)
    assert violations == []


@pytest.fixture
def hass_config_dir(hass_tmp_config_dir: str) -> str:
    """Keep what Home Assistant writes out of the installed test plugin."""
    return hass_tmp_config_dir


@pytest.fixture(autouse=True)
def auto_enable_custom_integrations(request: pytest.FixtureRequest) -> None:
    """Let tests that use Home Assistant load this integration."""
    if "hass" in request.fixturenames:
        request.getfixturevalue("enable_custom_integrations")


@pytest.fixture(autouse=True)
def hurried_announcer(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let directives be told as soon as they have come: nobody listens to the sound meanwhile."""
    if "hass" in request.fixturenames:
        monkeypatch.setattr(announcer, "DELAY", 0.0)
