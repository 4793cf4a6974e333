"""One window of the browser: where it is, what is in it, clicks and keys."""

from asyncio import timeout
import base64
from collections.abc import Awaitable, Callable
import json
from typing import Any, Final

import aiohttp

from ..errors import DemoError
from ..waiting import until

LIMIT: Final = 30.0
"""Seconds in which a page must show what is waited for."""

RIM: Final = 20
"""CSS pixels around an element of which a picture is taken."""
ENTER: Final = 13
"""The virtual key code of the key."""

# Looks through shadow roots, of which Home Assistant's pages are made. "a >>> b" is a `b` anywhere
# inside an `a`.
_HELPERS: Final = """
window.demoFind = (path, text) => {
  const search = (root, selector, fits) => {
    for (const element of root.querySelectorAll(selector)) if (fits(element)) return element;
    for (const element of root.querySelectorAll("*")) {
      const found = element.shadowRoot && search(element.shadowRoot, selector, fits);
      if (found) return found;
    }
    return null;
  };
  const steps = path.split(" >>> ");
  let place = document;
  for (const step of steps.slice(0, -1)) {
    place = search(place, step, () => true);
    if (!place) return null;
    place = place.shadowRoot || place;
  }
  return search(place, steps.at(-1), (element) =>
    element.textContent.includes(text) && element.getClientRects().length > 0);
};
"""

# Nothing runs, nothing loads, and the document has not changed for half a second.
_SETTLED: Final = """
new Promise((resolve) => {
  let last = performance.now();
  new MutationObserver(() => { last = performance.now(); })
    .observe(document, {subtree: true, childList: true, attributes: true});
  const look = () => {
    const busy = document.getAnimations().some((each) => each.playState === "running" &&
      each.effect.getComputedTiming().endTime !== Infinity);
    if (busy) last = performance.now();
    if (performance.now() - last > 500) resolve(true); else setTimeout(look, 50);
  };
  look();
})
"""


class PageError(DemoError):
    """The page did not do what it should."""


class Page:
    """A window; one command at a time."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        """Drive the window that this DevTools connection belongs to."""
        self._socket = socket
        self._last_id = 0

    async def send(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Return the result of one command of the DevTools protocol."""
        self._last_id += 1
        await self._socket.send_json({"id": self._last_id, "method": method, "params": parameters})
        while True:
            message = await self._socket.receive_json()
            if message.get("id") != self._last_id:
                continue  # an event that nobody asked for
            if "error" in message:
                raise PageError(f"{method}: {message['error']['message']}")
            result: dict[str, Any] = message["result"]
            return result

    async def prepare(self) -> None:
        """Make the helpers known to every document, and have a light, calm surface."""
        await self.send("Page.enable")
        await self.send("Page.addScriptToEvaluateOnNewDocument", source=_HELPERS)
        features = [
            {"name": "prefers-color-scheme", "value": "light"},
            {"name": "prefers-reduced-motion", "value": "reduce"},
        ]
        await self.send("Emulation.setEmulatedMedia", features=features)

    async def size(self, width: int, height: int, *, scale: float = 1.0) -> None:
        """Set the window's size in CSS pixels, and the device pixels per CSS pixel."""
        await self.send(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=scale,
            mobile=False,
        )

    async def speak(self, language: str) -> None:
        """Prefer a language, as the settings of a browser would."""
        version = await self.send("Browser.getVersion")
        await self.send(
            "Emulation.setUserAgentOverride",
            userAgent=version["userAgent"],
            acceptLanguage=language,
        )

    async def go(self, url: str) -> None:
        """Open an address."""
        await self.send("Page.navigate", url=url)

    async def evaluate(self, expression: str) -> Any:
        """Return what a JavaScript expression (or its promise) gives; raises PageError."""
        result = await self.send(
            "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True
        )
        if details := result.get("exceptionDetails"):
            said = details.get("exception", {}).get("description", details["text"])
            raise PageError(f"{expression}: {said}")
        return result["result"].get("value")

    async def wait(self, condition: str) -> None:
        """Wait until a JavaScript expression holds; raises PageError if it never does."""

        async def holds() -> bool:
            return bool(await self.evaluate(f"Boolean({condition})"))

        await self._until(holds, condition)

    async def _until(self, condition: Callable[[], Awaitable[bool]], title: str) -> None:
        last = "it stayed false"

        async def holds() -> bool:
            nonlocal last
            try:
                return await condition()
            except PageError as err:  # the document may be leaving
                last = str(err)
                return False

        try:
            async with timeout(LIMIT):
                await until(holds)
        except TimeoutError:
            raise PageError(f"waited {LIMIT:.0f} s in vain for {title}: {last}") from None

    async def shows(self, selector: str, text: str = "") -> None:
        """Wait for a visible element, with a text if one is given."""
        await self.wait(_find(selector, text))

    async def click(self, selector: str, text: str = "") -> None:
        """Click into the middle of an element once it is there."""
        await self.shows(selector, text)
        box = await self.evaluate(
            f"(() => {{ const box = {_find(selector, text)}.getBoundingClientRect();"
            " return [box.x + box.width / 2, box.y + box.height / 2]; })()"
        )
        for kind in ("mousePressed", "mouseReleased"):
            await self.send(
                "Input.dispatchMouseEvent",
                type=kind,
                x=box[0],
                y=box[1],
                button="left",
                clickCount=1,
            )

    async def fill(self, selector: str, text: str) -> None:
        """Type into a field as an input method does, again if the page was not ready for it."""
        await self.shows(selector)
        value = f"{_find(selector, '')}?.value"

        async def filled() -> bool:
            await self.click(selector)
            await self.evaluate(f"{_find(selector, '')}?.select()")
            await self.send("Input.insertText", text=text)
            return bool(await self.evaluate(value) == text)

        await self._until(filled, f"{selector} to take a text")

    async def press(self, key: str) -> None:
        """Press and release a key: "Enter", or a letter."""
        code = {"Enter": "Enter"}.get(key, f"Key{key.upper()}")
        number = ENTER if key == "Enter" else ord(key.upper())
        text = "\r" if key == "Enter" else key
        common = {"key": key, "code": code, "windowsVirtualKeyCode": number}
        await self.send("Input.dispatchKeyEvent", type="keyDown", text=text, **common)
        await self.send("Input.dispatchKeyEvent", type="keyUp", **common)

    async def scroll_to_top(self, selector: str) -> None:
        """Show the beginning of what an element holds."""
        await self.evaluate(f"{_find(selector, '')}.scrollTop = 0")

    async def settled(self) -> None:
        """Wait until nothing has moved for a while: animations, ripples, images."""
        await self.evaluate(_SETTLED)

    async def picture(self, of: str | None = None, to: tuple[str, str] | None = None) -> bytes:
        """Return the window as a PNG, once its fonts are there; or an element and a rim around it.

        With `to`, a selector and a text, the picture goes down as far as that element.
        """
        await self.evaluate("document.fonts.ready.then(() => true)")
        clip = {}
        if of is not None:
            await self.shows(of)
            box = await self.evaluate(f"{_find(of, '')}.getBoundingClientRect().toJSON()")
            if to is not None:
                end = await self.evaluate(f"{_find(*to)}.getBoundingClientRect().bottom")
                box["height"] = max(box["height"], end - box["y"])
            clip["clip"] = {
                "x": box["x"] - RIM,
                "y": box["y"] - RIM,
                "width": box["width"] + 2 * RIM,
                "height": box["height"] + 2 * RIM,
                "scale": 1,
            }
        picture = await self.send("Page.captureScreenshot", format="png", **clip)
        return base64.b64decode(picture["data"])


def _find(selector: str, text: str) -> str:
    return f"demoFind({json.dumps(selector)}, {json.dumps(text)})"
