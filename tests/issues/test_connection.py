"""Repair issues of a connection: each comes with its cause and goes with it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from pathlib import Path
from unittest.mock import patch

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.issue_registry import EVENT_REPAIRS_ISSUE_REGISTRY_UPDATED
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.clova_cic.account.credentials import Credentials
from custom_components.clova_cic.cic import (
    CertificateRefusedError,
    CicError,
    ClientConfig,
    Stage,
    Stats,
)
from custom_components.clova_cic.cic.errors import rejection
from custom_components.clova_cic.cic.retry import EVICTIONS, Backoff
from custom_components.clova_cic.const import DOMAIN
from custom_components.clova_cic.issues.connection import ConnectionIssues
from emulator import Emulator, EmulatorConfig, Fault, FaultKind
from emulator.config import local_now
from tests.conftest import ACCESS_TOKEN
from tests.ha import (
    CONNECTIVITY,
    LIMIT,
    add_entry,
    coordinator_of,
    hurry,
    phase,
    prepare,
    set_up,
    translation,
    trust,
    wait_for_state,
)


@pytest.fixture
async def cloud(
    hass: HomeAssistant, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> Emulator:
    """An emulator that Home Assistant trusts."""
    trust(emulator, monkeypatch)
    hurry(monkeypatch)
    return emulator


def open_issues(hass: HomeAssistant) -> dict[str, ir.IssueEntry]:
    """Return the issues of the integration that are open, by kind."""
    return {
        issue.translation_key or "": issue
        for (domain, _), issue in ir.async_get(hass).issues.items()
        if domain == DOMAIN and issue.active
    }


async def until_open(hass: HomeAssistant, *kinds: str) -> dict[str, ir.IssueEntry]:
    """Return the issues once these kinds are open and no others."""
    changed = asyncio.Event()
    stop = hass.bus.async_listen(
        EVENT_REPAIRS_ISSUE_REGISTRY_UPDATED, callback(lambda _: changed.set())
    )
    try:
        async with asyncio.timeout(LIMIT):
            while set(open_issues(hass)) != set(kinds):
                changed.clear()
                await changed.wait()
    finally:
        stop()
    return open_issues(hass)


def text_of(issue: ir.IssueEntry, language: str = "en") -> str:
    """Return what a person reads; raises KeyError for a placeholder that nothing fills."""
    return " ".join(
        translation(
            language,
            f"issues.{issue.translation_key}.{part}",
            **(issue.translation_placeholders or {}),
        )
        for part in ("title", "description")
    )


async def test_a_device_that_is_well_has_no_issue(hass: HomeAssistant, cloud: Emulator) -> None:
    await set_up(hass, cloud)
    assert open_issues(hass) == {}


@pytest.mark.parametrize("status", [400, 403])
async def test_a_client_that_is_refused_as_such_is_told_its_user_agent(
    hass: HomeAssistant, cloud: Emulator, status: int
) -> None:
    entry = await set_up(hass, cloud, title="Bedroom")
    with patch.object(Backoff, "delay", return_value=0.05):
        cloud.inject(Fault(FaultKind.DOWNCHANNEL_STATUS, status=status))
        cloud.inject(Fault(FaultKind.DROP))
        issue = (await until_open(hass, "user_agent"))["user_agent"]
        assert issue.severity is ir.IssueSeverity.ERROR
        for language in ("en", "ko", "ja"):
            text = text_of(issue, language)
            assert "Bedroom" in text
            assert str(status) in text
            assert coordinator_of(entry).client_config.user_agent in text
        # It is over with the next connection.
        await until_open(hass)
    await wait_for_state(hass, "binary_sensor.bedroom_connectivity", "on")


async def test_a_set_up_that_is_refused_as_such_says_so_too(
    hass: HomeAssistant, cloud: Emulator
) -> None:
    await prepare(hass)
    cloud.inject(Fault(FaultKind.DOWNCHANNEL_STATUS, status=400, times=None))
    entry = await add_entry(hass, cloud.base_url, Credentials(access_token=cloud.token))
    with patch("custom_components.clova_cic.coordinator.FIRST_CONNECTION_LIMIT", 0.3):
        assert not await hass.config_entries.async_setup(entry.entry_id)
    assert phase(entry) is ConfigEntryState.SETUP_RETRY
    assert entry.error_reason_translation_key == "user_agent"
    assert set(open_issues(hass)) == {"user_agent"}
    # An entry that is removed takes its issues along.
    assert await hass.config_entries.async_remove(entry.entry_id)
    assert open_issues(hass) == {}


@pytest.mark.parametrize("status", [429, 500])
async def test_other_refusals_are_no_issue(
    hass: HomeAssistant, cloud: Emulator, status: int
) -> None:
    entry = await set_up(hass, cloud)
    with (
        patch.object(Backoff, "delay", return_value=0.0),
        patch.object(Backoff, "longest", return_value=0.0),
    ):
        cloud.inject(Fault(FaultKind.DOWNCHANNEL_STATUS, status=status))
        cloud.inject(Fault(FaultKind.DROP))
        await wait_for_state(hass, CONNECTIVITY, "off")
        await wait_for_state(hass, CONNECTIVITY, "on")
    assert coordinator_of(entry).stats.dials == 3
    assert open_issues(hass) == {}


async def test_a_refused_token_is_home_assistants_own_business(
    hass: HomeAssistant, cloud: Emulator
) -> None:
    await prepare(hass)
    entry = await add_entry(hass, cloud.base_url, Credentials(access_token="refused"))
    assert not await hass.config_entries.async_setup(entry.entry_id)
    assert open_issues(hass) == {}
    reauth = f"config_entry_reauth_{DOMAIN}_{entry.entry_id}"
    await hass.async_block_till_done()
    assert ir.async_get(hass).async_get_issue("homeassistant", reauth) is not None


async def test_a_channel_that_is_taken_away_again_and_again(
    hass: HomeAssistant, cloud: Emulator
) -> None:
    entry = await set_up(hass, cloud, title="Bedroom")
    stats = coordinator_of(entry).stats
    with patch.object(Backoff, "delay", return_value=0.0):
        for number in range(EVICTIONS):
            assert open_issues(hass) == {}
            await coordinator_of(entry).client.wait_ready(LIMIT)
            assert stats.evictions == number
            cloud.inject(Fault(FaultKind.DOWNCHANNEL_END))
            await wait_for_state(hass, "binary_sensor.bedroom_connectivity", "off")
    issue = (await until_open(hass, "contested"))["contested"]
    assert all("Bedroom" in text_of(issue, language) for language in ("en", "ko", "ja"))
    # Whoever mends it need not wait: a reload begins anew.
    assert await hass.config_entries.async_reload(entry.entry_id)
    await coordinator_of(entry).client.wait_ready(LIMIT)
    assert open_issues(hass) == {}


@pytest.fixture
async def late_cloud(
    hass: HomeAssistant,
    emulator_state: Path,
    socket_enabled: None,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[tuple[Emulator, Callable[[timedelta], None]]]:
    """A cloud whose clock a test puts wrong; seen from it, that is Home Assistant's fault."""
    wrong = timedelta(hours=1)

    def clock() -> datetime:
        return local_now() + wrong

    def put(by: timedelta) -> None:
        nonlocal wrong
        wrong = by

    config = EmulatorConfig(state_dir=emulator_state, token=ACCESS_TOKEN, clock=clock)
    async with Emulator(config) as running:
        trust(running, monkeypatch)
        hurry(monkeypatch)
        yield running, put
        # The local time in the device's state is an hour wrong for this cloud as well.
        running.violations.clear()


async def test_a_clock_that_is_an_hour_wrong(
    hass: HomeAssistant, late_cloud: tuple[Emulator, Callable[[timedelta], None]]
) -> None:
    cloud, put = late_cloud
    entry = await set_up(hass, cloud, title="Bedroom")
    issue = open_issues(hass)["clock"]
    assert issue.severity is ir.IssueSeverity.WARNING
    assert all("60" in text_of(issue, language) for language in ("en", "ko", "ja"))
    # It is right on the next connection.
    put(timedelta(seconds=200))
    cloud.inject(Fault(FaultKind.DROP))
    await until_open(hass)
    assert coordinator_of(entry).stats.clock_ahead == pytest.approx(-200, abs=5)


async def test_a_clock_that_is_put_right_while_the_connection_goes_on(
    hass: HomeAssistant, late_cloud: tuple[Emulator, Callable[[timedelta], None]]
) -> None:
    cloud, _ = late_cloud
    entry = await set_up(hass, cloud)
    assert set(open_issues(hass)) == {"clock"}
    stats = coordinator_of(entry).stats
    stats.pinged(0.1)
    assert set(open_issues(hass)) == {"clock"}
    right = stats.wall
    stats.wall = lambda: right() + 3600
    stats.pinged(0.1)
    assert open_issues(hass) == {}


async def test_unloading_closes_what_is_open(
    hass: HomeAssistant, late_cloud: tuple[Emulator, Callable[[timedelta], None]]
) -> None:
    cloud, _ = late_cloud
    entry = await set_up(hass, cloud)
    assert set(open_issues(hass)) == {"clock"}
    assert await hass.config_entries.async_unload(entry.entry_id)
    assert open_issues(hass) == {}


@pytest.fixture
def judged(hass: HomeAssistant, cloud: Emulator) -> tuple[Stats, ConnectionIssues]:
    """The judge of a connection that exists on paper only."""
    entry = MockConfigEntry(domain=DOMAIN, title="Bedroom")
    entry.add_to_hass(hass)
    config = _config(cloud)
    stats = Stats()
    issues = ConnectionIssues(hass, entry, stats, config)
    issues.async_watch()
    return stats, issues


def _config(cloud: Emulator) -> ClientConfig:
    return ClientConfig(base_url=cloud.base_url, user_agent="Test/test/1.0.0 (a;b)")


async def test_a_certificate_that_is_not_valid_by_this_clock(
    hass: HomeAssistant, judged: tuple[Stats, ConnectionIssues]
) -> None:
    stats, _ = judged
    stats.failed(CertificateRefusedError("of somebody else"))
    assert open_issues(hass) == {}
    stats.failed(CertificateRefusedError("not yet valid", untimely=True))
    issue = open_issues(hass)["certificate_time"]
    assert all("Bedroom" in text_of(issue, language) for language in ("en", "ko", "ja"))
    # What fails next proves nothing, and the same failure is not told anew.
    stats.failed(CicError("the name was not found", stage=Stage.DNS))
    stats.failed(CertificateRefusedError("not yet valid", untimely=True))
    assert open_issues(hass)["certificate_time"] is issue
    stats.connected()
    assert open_issues(hass) == {}


async def test_nothing_is_judged_while_home_assistant_stops(
    hass: HomeAssistant, judged: tuple[Stats, ConnectionIssues]
) -> None:
    stats, _ = judged
    with patch.object(type(hass), "is_stopping", True):
        stats.failed(rejection(400, stage=Stage.DOWNCHANNEL))
    assert open_issues(hass) == {}


async def test_who_no_longer_watches_judges_nothing(hass: HomeAssistant, cloud: Emulator) -> None:
    entry = MockConfigEntry(domain=DOMAIN)
    entry.add_to_hass(hass)
    stats = Stats()
    stop = ConnectionIssues(hass, entry, stats, _config(cloud)).async_watch()
    stop()
    stats.failed(rejection(400, stage=Stage.DOWNCHANNEL))
    assert open_issues(hass) == {}


async def test_a_refused_event_is_no_sign_of_a_wrong_user_agent(
    hass: HomeAssistant, judged: tuple[Stats, ConnectionIssues]
) -> None:
    stats, _ = judged
    stats.failed(rejection(400, stage=Stage.EVENT))
    assert open_issues(hass) == {}
