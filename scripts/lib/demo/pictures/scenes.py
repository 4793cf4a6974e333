"""What the pictures show, and the way there."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass
from typing import Any, Final

from ..config_dir import INTEGRATION
from .home import Home
from .page import Page

WIDTH: Final = 1120
HEIGHT: Final = 760
SCALE: Final = 1.5
"""Device pixels per CSS pixel: texts stay sharp on screens of phones and laptops."""

_INTEGRATION_PAGE: Final = f"/config/integrations/integration/{INTEGRATION}"
_EDITOR: Final = "/config/automation/edit/clova_picture"
_ACTIVITY: Final = "/logbook?entity_id=event.clova_directive"
_PLAYERS: Final = "/home/media-players"
_PLAYER: Final = "/?more-info-entity-id=media_player.clova"

_DEVICE: Final = "ha-config-entry-device-row"
_CONFIGURE: Final = "ha-config-entry-row >>> ha-icon-button[slot=end]"
_FORM: Final = "dialog-data-entry-flow >>> ha-form"
_FOLDED: Final = f"{_FORM} >>> ha-expansion-panel"
_MESSAGES: Final = "ha-assist-chat >>> ha-markdown-element"
_INPUT: Final = "ha-assist-chat >>> input"
_TRIGGER: Final = "ha-automation-trigger-row"
_FIELD: Final = "ha-automation-sidebar >>> ha-settings-row"
_NOTIFIED: Final = "persistent-notification-item >>> ha-markdown-element"
_PLAYS: Final = "more-info-media_player >>> img"

_SHOWN: Final = "hui-media-control-card >>> hui-marquee >>> span"

_CONVERSATION: Final = (
    ("내일 서울 날씨 알려줘", "내일 서울 날씨는"),
    ("What is 17 times 25?", "425"),
)
"""Questions, and what must be in their answers."""

_WISH: Final = ("Play some jazz", "jazz")
"""The same, for music."""

_GREETING: Final = "안녕하세요!"
_LINK: Final = {
    "uri": "https://www.example.com/recipes/bibimbap",
    "title": "Bibimbap in 20 minutes",
    "description": "Rice, vegetables, an egg, and how to put them together",
}
_EVENING: Final = (
    "Clova.RenderText",
    "Clova.LaunchURI",
    "Clova.RenderTemplate:TodayWeather",
    "Alerts.SetAlert",
    "DeviceControl.Increase",
    "PlaybackController.Pause",
    "Notifier.SetIndicator",
    "Clova.RenderSuggestion",
)
"""What the cloud sends for the picture of the activity, oldest first."""

_AUTOMATION: Final[dict[str, Any]] = {
    "alias": "Tell me about links and cards",
    "triggers": [
        {
            "trigger": f"{INTEGRATION}.directive_received",
            "options": {"namespace": ["Clova"], "name": ["LaunchURI", "RenderTemplate"]},
        }
    ],
    "conditions": [],
    "actions": [
        {
            "action": "persistent_notification.create",
            "data": {"message": "CLOVA has something to show: {{ trigger.name }}"},
        }
    ],
    "mode": "single",
}


def _as_it_is(_home: Home) -> AbstractAsyncContextManager[None]:
    return nullcontext()


def _with_automation(home: Home) -> AbstractAsyncContextManager[None]:
    return home.automation(_AUTOMATION)


def _korean(home: Home) -> AbstractAsyncContextManager[None]:
    return home.language("ko")


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture: the language of the browser, what is done for it, and what holds meanwhile."""

    name: str
    language: str
    show: Callable[[Page, Home], Awaitable[None]]
    during: Callable[[Home], AbstractAsyncContextManager[None]] = _as_it_is
    width: int = WIDTH
    height: int = HEIGHT

    async def take(self, page: Page, home: Home) -> bytes:
        """Return a PNG."""
        await page.size(self.width, self.height, scale=SCALE)
        await page.speak(self.language)
        async with self.during(home), home.without_notifications():
            await self.show(page, home)
            await page.settled()
            return await page.picture()


async def sign_in(page: Page, home: Home) -> None:
    """Type name and password as a person does; the browser stays signed in."""
    user_name, password = home.login
    await page.go(home.url)
    await page.fill("input[name=username]", user_name)
    await page.fill("input[name=password]", password)
    await page.press("Enter")
    await page.wait("Boolean(localStorage.hassTokens)")


async def _integration(page: Page, home: Home) -> None:
    await page.go(home.url + _INTEGRATION_PAGE)
    await page.shows(_DEVICE)


async def _assist(page: Page, home: Home) -> None:
    """Open Assist by its key and talk."""
    await _integration(page, home)
    await page.press("a")
    for question, answer in _CONVERSATION:
        await page.fill(_INPUT, question)
        await page.press("Enter")
        await page.shows(_MESSAGES, answer)
    await page.settled()
    await page.scroll_to_top("ha-assist-chat >>> .messages")  # nothing is cut off there


async def _music(page: Page, home: Home) -> None:
    """Ask for music; the demo has a speaker if mpd is installed."""
    await _integration(page, home)
    await page.press("a")
    wish, answer = _WISH
    await page.fill(_INPUT, wish)
    await page.press("Enter")
    await page.shows(_MESSAGES, answer)
    await page.go(home.url + _PLAYER)
    await page.shows(_PLAYS)


async def _players(page: Page, home: Home) -> None:
    """Have the cloud play, and show all players; the demo has another one if mpd is installed."""
    await home.play("jazz")
    await page.go(home.url + _PLAYERS)
    await page.shows(_SHOWN, "Walking Bass")


async def _device(page: Page, home: Home) -> None:
    await home.push("Clova.RenderText", text=_GREETING)
    await _integration(page, home)
    await page.click(_DEVICE)
    await page.shows("ha-config-device-page >>> ha-device-entities-card")


async def _options(page: Page, home: Home) -> None:
    """Open the options; those that few people need stay folded."""
    await _integration(page, home)
    await page.click(_CONFIGURE)
    await page.shows(_FOLDED)


async def _trigger(page: Page, home: Home) -> None:
    await page.go(home.url + _EDITOR)
    await page.shows(f"{_TRIGGER} >>> h3", "Directive received")
    await page.settled()  # a field that is shown before its explanation has come never shows it
    await page.click(_TRIGGER)
    await page.shows(_FIELD, "such as RenderText")


async def _link(page: Page, home: Home) -> None:
    await _integration(page, home)
    await home.push("Clova.LaunchURI", targets=[_LINK])
    await page.click("ha-sidebar >>> .notifications")
    await page.shows(_NOTIFIED, _LINK["title"])


async def _activity(page: Page, home: Home) -> None:
    for directive in _EVENING:
        await home.push(directive)
    await page.go(home.url + _ACTIVITY)
    await page.click("ha-panel-logbook >>> ha-assist-chip")
    await page.shows("ha-logbook-renderer")


SCENES: Final = (
    Scene("assist-dialog", "en", _assist),
    Scene("music", "en", _music, width=720, height=840),
    Scene("players", "en", _players, height=420),
    Scene("device", "en", _device, height=790),
    Scene("options-en", "en", _options, width=720, height=1310),
    Scene("trigger", "en", _trigger, _with_automation, height=880),
    Scene("link", "en", _link, height=480),
    Scene("activity", "ko", _activity, _korean, height=724),
)
