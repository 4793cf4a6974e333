"""What the pictures show, and the way there."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final

from ..config_dir import INTEGRATION
from .page import Page

WIDTH: Final = 1120
HEIGHT: Final = 760
SCALE: Final = 1.5
"""Device pixels per CSS pixel: texts stay sharp on screens of phones and laptops."""

_INTEGRATION_PAGE: Final = f"/config/integrations/integration/{INTEGRATION}"
_ADD: Final = "ha-config-integration-page >>> ha-button[variant=brand]"
_DEVICE: Final = "ha-config-entry-device-row"
_FORM: Final = "dialog-data-entry-flow >>> ha-form"
_MESSAGES: Final = "ha-assist-chat >>> ha-markdown-element"
_INPUT: Final = "ha-assist-chat >>> input"

_CONVERSATION: Final = (
    ("내일 서울 날씨 알려줘", "내일 서울 날씨는"),
    ("What is 17 times 25?", "425"),
)
"""Questions, and what must be in their answers."""


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture."""

    name: str
    language: str
    show: Callable[[Page], Awaitable[None]]

    async def take(self, page: Page, url: str) -> bytes:
        """Return a PNG."""
        await page.size(WIDTH, HEIGHT, scale=SCALE)
        await page.speak(self.language)
        await page.go(url + _INTEGRATION_PAGE)
        await page.shows(_DEVICE)
        await self.show(page)
        await page.settled()
        return await page.picture()


async def sign_in(page: Page, facts: Mapping[str, str]) -> None:
    """Type name and password as a person does; the browser stays signed in."""
    await page.go(facts["url"])
    await page.fill("input[name=username]", facts["user_name"])
    await page.fill("input[name=password]", facts["password"])
    await page.press("Enter")
    await page.wait("Boolean(localStorage.hassTokens)")


async def _assist(page: Page) -> None:
    """Open Assist by its key and talk."""
    await page.press("a")
    for question, answer in _CONVERSATION:
        await page.fill(_INPUT, question)
        await page.press("Enter")
        await page.shows(_MESSAGES, answer)
    await page.settled()
    await page.scroll_to_top("ha-assist-chat >>> .messages")  # nothing is cut off there


async def _device(page: Page) -> None:
    await page.click(_DEVICE)
    await page.shows("ha-config-device-page >>> ha-device-entities-card")


async def _add(page: Page) -> None:
    await page.click(_ADD)
    await page.shows(f"{_FORM} >>> input")


SCENES: Final = (
    Scene("assist-dialog", "en", _assist),
    Scene("device", "en", _device),
    Scene("config-flow-en", "en", _add),
    Scene("config-flow-ko", "ko", _add),
)
