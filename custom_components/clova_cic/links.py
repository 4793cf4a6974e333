"""Links that CLOVA wants opened: Home Assistant has no browser of its own, so it shows them."""

from collections.abc import Iterable
from dataclasses import dataclass
import re
from typing import Any, Final

from homeassistant.components import persistent_notification
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from yarl import URL

from .cic.interfaces.clova import LaunchTarget, Suggestion
from .const import DOMAIN
from .phrases import async_phrase

MAX_TITLE: Final = 120  # characters; the rest of a title says nothing more in a notification
MAX_DESCRIPTION: Final = 400
MAX_URL: Final = 2048  # what the protocol allows for other addresses (CIC-SS: `url`)

_SCHEMES: Final = frozenset({"http", "https"})  # CIC-CL-054: apps of a phone cannot be opened here
_MARKDOWN: Final = re.compile(r"([\\`*_{}\[\]()<>#+!|~&$-])")


@dataclass(frozen=True, slots=True)
class Link:
    """A page that can be opened."""

    url: str
    title: str
    description: str = ""


def web_address(uri: str | None) -> str | None:
    """Return the address of a web page in its safe form, None for anything else."""
    if not uri or len(uri) > MAX_URL:
        return None
    try:
        url = URL(uri)
    except ValueError:
        return None
    if url.scheme not in _SCHEMES or not url.host or url.user or url.password:
        return None
    return str(url)


def first_link(targets: Iterable[LaunchTarget]) -> Link | None:
    """Choose the first target that can be opened (CIC-CL-050, CIC-CL-051).

    The shop's page of an app counts only if nothing else can be opened (CIC-CL-052).
    """
    targets = tuple(targets)
    candidates = [(target.uri, target) for target in targets]
    candidates += [(target.market_url or "", target) for target in targets]
    for uri, target in candidates:
        if url := web_address(uri):
            return Link(url, target.title or url, target.description or "")
    return None


def link_of(suggestion: Suggestion) -> Link | None:
    """Return what opens when this suggestion is chosen, None if it is a question (CIC-CL-041)."""
    url = web_address(suggestion.url)
    return Link(url, suggestion.label) if url else None


async def async_show_link(
    hass: HomeAssistant, link: Link, entry: ConfigEntry[Any], language: str
) -> None:
    """Show a link as a notification, which takes the place of the entry's one before."""
    heading = await async_phrase(hass, language, "link_title", device=entry.title)
    text = _plain(link.title, MAX_TITLE)
    message = f"[{text}](<{link.url.replace('>', '%3E')}>)"
    if link.description:
        message += f"\n\n{_plain(link.description, MAX_DESCRIPTION)}"
    persistent_notification.async_create(
        hass, message, title=heading, notification_id=f"{DOMAIN}_link_{entry.entry_id}"
    )


def _plain(text: str, limit: int) -> str:
    """Return one line of text that Markdown shows as it is."""
    line = " ".join(text.split())
    if len(line) > limit:
        line = line[:limit] + "…"
    return _MARKDOWN.sub(r"\\\1", line)
