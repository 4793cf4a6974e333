"""Home Assistant's dialogs, as the pictures show them."""

from typing import Final

from ..demo.pictures.page import Page

WIDTH: Final = 700
HEIGHT: Final = 1600
"""CSS pixels; the longest form fits in, so that no dialog scrolls."""

FLOW: Final = "dialog-data-entry-flow"
FORM: Final = "step-flow-form >>> ha-form"
SUBMIT: Final = f"{FLOW} >>> ha-button[slot=primaryAction]"
DIALOG: Final = f"{FLOW} >>> wa-dialog >>> dialog"
_TITLE: Final = f"{FLOW} >>> .dialog-title"


async def dialog(page: Page) -> bytes:
    """Take the dialog, with no field marked and the pointer where it changes nothing."""
    await page.settled()
    await page.click(_TITLE)
    await page.settled()
    return await page.picture(DIALOG)
