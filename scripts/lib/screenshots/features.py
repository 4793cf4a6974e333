"""Lending something to CLOVA, as a person does it who has signed in."""

from collections.abc import AsyncGenerator
from typing import Any, Final

from ..demo.clova import ENTRIES
from ..demo.config_dir import INTEGRATION
from ..demo.dialogs import go_through
from ..demo.errors import DemoError
from ..demo.pictures.page import Page
from .dialog import DIALOG, FORM, HEIGHT, SUBMIT, WIDTH, dialog
from .stage import Stage

_PAGE: Final = f"/config/integrations/integration/{INTEGRATION}"
_PAGE_WIDTH: Final = 1120
_BEFORE: Final = 470
_AFTER: Final = 815
"""CSS pixels; what is below is empty."""
_FLOWS: Final = "/api/config/config_entries/subentries/flow"

_ADD: Final = "ha-config-integration-page >>> ha-button"
_KIND: Final = f"{FORM} >>> ha-select"
_ENTITY: Final = f"{FORM} >>> ha-entity-picker"
_FOUND: Final = f"{_ENTITY} >>> ha-picker-combo-box >>> ha-combo-box-item"
_KINDS: Final = f"{_KIND} >>> ha-dropdown-item"
_LAST_KIND: Final = "Screens and apps"

_TELEVISION: Final = "TV"
"""In every language."""
_HELPERS: Final[tuple[tuple[str, dict[str, Any]], ...]] = (
    ("input_boolean", {"name": _TELEVISION, "icon": "mdi:television"}),
    ("input_number", {"name": "Screen level", "min": 0, "max": 100, "step": 1}),
    ("input_select", {"name": "Bell", "options": ["Ring", "Silent", "Vibrate"]}),
)
_OTHERS: Final[tuple[tuple[str, dict[str, Any]], ...]] = (
    ("screen_brightness", {"entity_id": "input_number.screen_level", "actions": {}}),
    ("sound_mode", {"entity_id": "input_select.bell", "modes": {}, "actions": {}}),
)


async def pictures(stage: Stage) -> AsyncGenerator[tuple[str, bytes]]:
    """Yield names and PNGs, in the order in which a person sees them."""
    await stage.add_clova()
    async with stage.websocket() as websocket:
        for helper, settled in _HELPERS:
            await websocket.command(f"{helper}/create", **settled)
    async with stage.window("en", width=_PAGE_WIDTH, height=_BEFORE) as page:
        await page.go(stage.url + _PAGE)
        await page.shows(_ADD, "Add feature")
        await page.settled()
        yield "page", await page.picture()
    async with stage.home_speaks("ko"), stage.window("ko", width=WIDTH, height=HEIGHT) as page:
        await _begin(stage, page, "기능 추가")
        await _choose_power(page, "전원")
        yield "form-ko", await dialog(page)
    async with stage.window("en", width=WIDTH, height=HEIGHT) as page:
        async for each in _add(stage, page):
            yield each
    for kind, entered in _OTHERS:
        await _lend(stage, kind, entered)
    async with stage.window("en", width=_PAGE_WIDTH, height=_AFTER) as page:
        await page.go(stage.url + _PAGE)
        await page.shows(_ADD, "Add feature")
        await page.settled()
        yield "added", await page.picture()


async def _begin(stage: Stage, page: Page, button: str) -> None:
    """Open the dialog that adds a feature, and the list of what it can be."""
    await page.go(stage.url + _PAGE)
    await page.shows(_ADD, button)
    await page.settled()
    await page.click(_ADD, button)
    await page.shows(_KIND)
    await page.settled()
    await page.click(_KIND)
    await page.settled()


async def _choose_power(page: Page, name: str) -> None:
    """Say what it is, and which entity stands behind it."""
    await page.click(_KINDS, name)
    await page.settled()
    await page.click(SUBMIT)
    await page.shows(_ENTITY)
    await page.settled()
    await page.click(_ENTITY)
    await page.settled()
    await page.click(_FOUND, _TELEVISION)
    await page.settled()


async def _add(stage: Stage, page: Page) -> AsyncGenerator[tuple[str, bytes]]:
    """Add a feature from the list of kinds to the end."""
    await _begin(stage, page, "Add feature")
    yield "kinds", await page.picture(DIALOG, (_KINDS, _LAST_KIND))
    await _choose_power(page, "Power")
    yield "form", await dialog(page)
    await page.click(SUBMIT)
    await page.settled()


async def _lend(stage: Stage, kind: str, entered: dict[str, Any]) -> None:
    """Add a feature without a browser."""
    (entry,) = await stage.rest.get(f"{ENTRIES}?domain={INTEGRATION}")
    about = {"handler": [entry["entry_id"], "feature"]}
    done = await go_through(stage.rest, about, {"kind": kind}, entered, flows=_FLOWS)
    if done["type"] != "create_entry":
        raise DemoError(f"Home Assistant took no feature {kind}: {done.get('errors')}")
