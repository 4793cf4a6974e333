"""The way of the NAVER account, as a person goes it who is new to CLOVA."""

from collections.abc import AsyncGenerator, Mapping
from typing import Final

from ..demo.config_dir import INTEGRATION
from ..demo.pictures.page import Page
from .dialog import FORM, HEIGHT, SUBMIT, WIDTH, dialog
from .stage import Stage

_ADD: Final = f"/config/integrations/dashboard/add?domain={INTEGRATION}"
_INTEGRATIONS: Final = "/config/integrations/dashboard"
_ASKING: Final = "ha-config-flow-card >>> ha-button"
_CONFIRM: Final = "dialog-box >>> ha-button[slot=primaryAction]"
_WAY: Final = "step-flow-menu >>> ha-list-item"
_SERVERS: Final = f"{FORM} >>> ha-expansion-panel"
_ERROR: Final = f"{FORM} >>> ha-alert"
_LINK: Final = "step-flow-form >>> a[target=_blank]"
_SWITCH: Final = f"{FORM} >>> ha-switch"
_PROGRESS: Final = "step-flow-progress"
_DONE: Final = "step-flow-create-entry >>> input"  # the name of the device, which is there then

_CLIENT: Final = {
    "client_id": "demo-client",
    "client_secret": "demo-secret",
    "model_id": "living-room-speaker",
}
"""As the emulator knows it; any model will do."""
_OLD_TOKEN: Final = "a-token-of-yesterday"
_NEW_TOKEN: Final = "naver-new"
"""An account of the emulator that has not accepted the terms of use."""


async def pictures(stage: Stage) -> AsyncGenerator[tuple[str, bytes]]:
    """Yield names and PNGs, in the order in which a person sees them."""
    async with stage.window("ko", width=WIDTH, height=HEIGHT) as page:
        await _begin(stage, page)
        yield "ways-ko", await dialog(page)
        await page.click(_WAY, "NAVER")
        await page.shows(_input("account_token"))
        yield "form-ko", await dialog(page)
    async with stage.window("en", width=WIDTH, height=HEIGHT) as page:
        await _begin(stage, page)
        yield "ways", await dialog(page)
        async for each in _form(stage, page):
            yield each
        async for each in _terms(stage, page):
            yield each
        await stage.forget_tokens()
        await page.go(stage.url + _INTEGRATIONS)
        await page.click(_ASKING)
        await page.shows(_WAY)
        yield "again", await dialog(page)


async def _begin(stage: Stage, page: Page) -> None:
    """Open the dialog that adds CLOVA."""
    await page.go(stage.url + _ADD)
    await page.shows(_CONFIRM)
    # By script, as it is still on the move.
    await page.evaluate(f"demoFind({_CONFIRM!r}, '').click()")
    await page.shows(_WAY)


async def _form(stage: Stage, page: Page) -> AsyncGenerator[tuple[str, bytes]]:
    """Fill the form in, with a token that is too old."""
    await page.click(_WAY, "NAVER")
    await _fill(page, _CLIENT | {"account_token": _OLD_TOKEN})
    yield "form", await dialog(page)
    await page.click(_SERVERS)
    await page.settled()
    await _fill(page, {"base_url": stage.cloud.base_url, "auth_url": stage.cloud.auth_url})
    yield "servers", await dialog(page)
    await page.click(SUBMIT)
    await page.shows(_ERROR)
    yield "refused", await dialog(page)


async def _terms(stage: Stage, page: Page) -> AsyncGenerator[tuple[str, bytes]]:
    """Enter a good token, accept the terms of use, and go on to the end."""
    secrets = {"client_secret": _CLIENT["client_secret"], "account_token": _NEW_TOKEN}
    await _fill(page, secrets)
    await page.click(SUBMIT)
    await page.shows(_LINK)
    yield "terms", await dialog(page)
    address = await page.evaluate(f"demoFind({_LINK!r}, '').href")
    async with stage.window("en", width=WIDTH, height=520) as other:
        await other.go(address)
        for box in ("service", "privacy"):
            await other.click(f"input[name={box}]")
        await other.settled()
        yield "terms-page", await other.picture("main")
        await other.click("button[value=accept]")
        await other.shows("#sent")
    await page.click(_SWITCH)
    yield "agreed", await dialog(page)
    async with stage.auth_fault(kind="hang", on="issue"):
        await page.click(SUBMIT)
        await page.shows(_PROGRESS)
        yield "connecting", await dialog(page)
    await page.shows(_DONE)
    yield "done", await dialog(page)


async def _fill(page: Page, values: Mapping[str, str]) -> None:
    for name, value in values.items():
        await page.fill(_input(name), value)


def _input(name: str) -> str:
    return f"{FORM} >>> input[name={name}]"
