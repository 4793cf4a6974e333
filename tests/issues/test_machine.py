"""What is missing on the machine: told once, looked for again, and gone when it is there."""

from collections.abc import AsyncGenerator
from pathlib import Path

from homeassistant.components.ffmpeg import get_ffmpeg_manager
from homeassistant.components.repairs import DOMAIN as REPAIRS, repairs_flow_manager
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component
import pytest

from custom_components.clova_cic.const import DOMAIN
from custom_components.clova_cic.issues.machine import (
    FFMPEG_MISSING,
    NO_URL,
    async_player_url,
    async_report_ffmpeg,
)
from custom_components.clova_cic.media.ffmpeg_pipe import (
    TO_MP3,
    FfmpegMissingError,
    async_through_ffmpeg,
)
from tests.ha import prepare, translation


def issue_of(hass: HomeAssistant, issue_id: str) -> ir.IssueEntry | None:
    """Return an issue if it is open."""
    return ir.async_get(hass).async_get_issue(DOMAIN, issue_id)


@pytest.fixture
async def home(hass: HomeAssistant, tmp_path: Path) -> HomeAssistant:
    """Home Assistant in no network, with this integration and an ffmpeg that is not there yet."""
    await prepare(hass)
    assert hass.config.api is not None
    hass.config.api.local_ip = "127.0.0.1"
    assert await async_setup_component(hass, "ffmpeg", {})
    get_ffmpeg_manager(hass).__dict__["binary"] = str(tmp_path / "ffmpeg")
    assert await async_setup_component(hass, REPAIRS, {})
    assert await async_setup_component(hass, DOMAIN, {})
    await hass.async_block_till_done()
    return hass


def install(hass: HomeAssistant) -> None:
    """Put a program where ffmpeg should be; it repeats what it is given."""
    program = Path(get_ffmpeg_manager(hass).binary)
    program.write_text("#!/bin/sh\nexec cat\n", "utf-8")
    program.chmod(0o755)


async def convert(hass: HomeAssistant) -> bytes:
    """Convert something."""

    async def source() -> AsyncGenerator[bytes]:
        yield b"sound"

    return b"".join([chunk async for chunk in async_through_ffmpeg(hass, TO_MP3, source())])


async def test_ffmpeg_is_missed_when_it_is_needed_and_no_longer_when_it_works(
    home: HomeAssistant,
) -> None:
    assert issue_of(home, FFMPEG_MISSING) is None
    with pytest.raises(FfmpegMissingError):
        await convert(home)
    issue = issue_of(home, FFMPEG_MISSING)
    assert issue is not None
    assert (issue.is_fixable, issue.severity) == (True, ir.IssueSeverity.ERROR)
    install(home)
    assert await convert(home) == b"sound"
    assert issue_of(home, FFMPEG_MISSING) is None


async def test_a_person_can_have_ffmpeg_looked_for(home: HomeAssistant) -> None:
    async_report_ffmpeg(home, found=False)
    flows = repairs_flow_manager(home)
    assert flows is not None
    for reason in ("still_missing", None):
        form = await flows.async_init(DOMAIN, data={"issue_id": FFMPEG_MISSING})
        assert (form["type"], form["step_id"]) == (FlowResultType.FORM, "confirm")
        if reason is None:
            install(home)
        result = await flows.async_configure(form["flow_id"], {})
        if reason is not None:
            assert (result["type"], result["reason"]) == (FlowResultType.ABORT, reason)
            assert issue_of(home, FFMPEG_MISSING) is not None
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert issue_of(home, FFMPEG_MISSING) is None


@pytest.mark.parametrize("language", ["en", "ko", "ja"])
def test_the_flow_has_its_texts(language: str) -> None:
    for part in ("title", "fix_flow.step.confirm.title", "fix_flow.step.confirm.description"):
        assert translation(language, f"issues.{FFMPEG_MISSING}.{part}")
    assert translation(language, f"issues.{FFMPEG_MISSING}.fix_flow.abort.still_missing")


async def test_without_a_url_no_player_can_be_served(home: HomeAssistant) -> None:
    with pytest.raises(HomeAssistantError) as caught:
        async_player_url(home)
    assert caught.value.translation_key == NO_URL
    issue = issue_of(home, NO_URL)
    assert issue is not None
    assert not issue.is_fixable
    # A change that is none, and then one that helps.
    await home.config.async_update(location_name="Elsewhere")
    await home.async_block_till_done()
    assert issue_of(home, NO_URL) is not None
    await home.config.async_update(internal_url="http://192.0.2.7:8123")
    await home.async_block_till_done()
    assert issue_of(home, NO_URL) is None
    assert async_player_url(home) == "http://192.0.2.7:8123"


async def test_the_home_network_comes_before_the_internet(home: HomeAssistant) -> None:
    await home.config.async_update(external_url="https://home.example")
    assert async_player_url(home) == "https://home.example"
    await home.config.async_update(internal_url="http://192.0.2.7:8123")
    assert async_player_url(home) == "http://192.0.2.7:8123"
    assert issue_of(home, NO_URL) is None
