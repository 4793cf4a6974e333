"""What the tests of the automations' side share: directives that are pushed, and what is told."""

import asyncio
from collections.abc import Mapping
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers import device_registry as dr

from custom_components.clova_cic.announcing import EVENT_DIRECTIVE
from custom_components.clova_cic.const import CONF_DIRECTIVE_CONTENT, CONTENT_HIDDEN, CONTENT_SHOWN
from emulator import Emulator
from tests.ha import LIMIT

WORDS = "for nobody's eyes"

# Directives with something personal in every place where it can be.
PERSONAL: list[tuple[str, str, dict[str, Any]]] = [
    ("Clova", "RenderText", {"text": WORDS}),
    ("Clova", "LaunchURI", {"targets": [{"uri": f"https://x.example/{WORDS}", "title": WORDS}]}),
    (
        "Clova",
        "RenderTemplate",
        {
            "type": "Text",
            "mainText": {"type": "string", "value": WORDS},
            "meta": {"version": {"type": "string", "value": "v0.1"}},
            "failureMessage": {"type": "string", "value": WORDS},
        },
    ),
    (
        "Alerts",
        "SetAlert",
        {
            "token": WORDS,
            "type": "REMINDER",
            "scheduledTime": "2030-01-01T07:00:00+09:00",
            "label": WORDS,
            "assets": [{"assetId": "a", "url": "clova://alert/bell/reminder"}],
            "assetPlayOrder": ["a"],
        },
    ),
    ("NewThing", "Appear", {"text": WORDS}),
]


def show_content(hass: HomeAssistant, entry: ConfigEntry[Any], *, shown: bool = True) -> None:
    """Choose whether automations see the content of directives."""
    content = CONTENT_SHOWN if shown else CONTENT_HIDDEN
    hass.config_entries.async_update_entry(
        entry, options={**entry.options, CONF_DIRECTIVE_CONTENT: content}
    )


def device_of(hass: HomeAssistant, entry: ConfigEntry[Any]) -> dr.DeviceEntry:
    """Return the one device of an entry."""
    (device,) = dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
    return device


async def push(
    hass: HomeAssistant,
    cloud: Emulator,
    namespace: str,
    name: str,
    payload: Mapping[str, Any] | None = None,
) -> Event:
    """Push a directive to one device and return the event on Home Assistant's bus that tells it."""
    told: asyncio.Future[Event] = hass.loop.create_future()

    @callback
    def take(event: Event) -> None:
        if not told.done() and (event.data["namespace"], event.data["name"]) == (namespace, name):
            told.set_result(event)

    stop = hass.bus.async_listen(EVENT_DIRECTIVE, take)
    try:
        assert cloud.push(namespace, name, payload) == 1
        async with asyncio.timeout(LIMIT):
            event = await told
    finally:
        stop()
    await hass.async_block_till_done()
    return event
