"""What a scenario takes for granted, seen to by the same means that a person has."""

import asyncio
from collections.abc import Awaitable, Callable
import re
from typing import Any, Final

from emulator.scenario import StepError
from scripts.lib.demo.api import ApiError, RestApi, Websocket
from scripts.lib.demo.clova import ENTRIES, UNAVAILABLE
from scripts.lib.demo.config_dir import INTEGRATION
from scripts.lib.demo.dialogs import FLOWS, OPTION_FLOWS
from scripts.lib.demo.waiting import until

RELOAD_LIMIT: Final = 60.0
"""Seconds after which Home Assistant has reloaded what entities were enabled of, on a busy machine."""
SUBENTRY_FLOWS: Final = "/api/config/config_entries/subentries/flow"


class Givens:
    """Prepares a Home Assistant; what is so already stays."""

    def __init__(self, rest: RestApi, websocket: Websocket, media: str) -> None:
        """`media`: where the emulator has something to play."""
        self._rest = rest
        self._media = media
        self._websocket = websocket
        self._known: tuple[tuple[str, Callable[..., Awaitable[None]]], ...] = (
            (r"(media_player\.\w+) is the speaker", self._speaker),
            (r"(\w+) is the feature of switch\.(\w+)", self._feature),
            (r"(\w+\.\w+) is enabled", self._enabled),
        )

    async def see_to(self, given: str) -> None:
        """Make a sentence true. Raises StepError for one that nobody here understands."""
        for pattern, prepare in self._known:
            if (found := re.fullmatch(pattern, given)) is not None:
                await prepare(*found.groups())
                return
        raise StepError(f"this home cannot see to it that {given}")

    async def _speaker(self, entity_id: str) -> None:
        """Give the demo's player this name, and choose it."""
        entities = await self._websocket.command("config/entity_registry/list")
        (player,) = [each["entity_id"] for each in entities if each["platform"] == "mpd"]
        if player != entity_id:
            await self._websocket.command(
                "config/entity_registry/update", entity_id=player, new_entity_id=entity_id
            )
        page = await self._rest.post(OPTION_FLOWS, {"handler": (await self._entry())["entry_id"]})
        chosen = _suggested(page["data_schema"]) | {"speaker": entity_id}
        await self._rest.post(f"{OPTION_FLOWS}/{page['flow_id']}", chosen)
        await self._until_known(entity_id)
        # mpd tells no volume before it has played something.
        playing = {"media_content_type": "music", "media_content_id": f"{self._media}/track-1.mp3"}
        await self._act("play_media", entity_id, **playing)
        await self._act("media_pause", entity_id)
        # Between two scenarios its volume is whatever the one before has left.
        await self._act("volume_set", entity_id, volume_level=0.3)

    async def _act(self, action: str, entity_id: str, **data: Any) -> None:
        path = f"/api/services/media_player/{action}"
        await self._rest.post(path, {"entity_id": entity_id, **data})

    async def _feature(self, kind: str, name: str) -> None:
        """Make a switch that is on, and lend it."""
        entity_id = f"switch.{name}"
        if not await self._exists(entity_id):
            menu = await self._rest.post(FLOWS, {"handler": "template"})
            page = f"{FLOWS}/{menu['flow_id']}"
            await self._rest.post(page, {"next_step_id": "switch"})
            await self._rest.post(page, {"name": name.replace("_", " ").capitalize()})
            await self._until_known(entity_id)
        await self._rest.post("/api/services/switch/turn_on", {"entity_id": entity_id})
        await self.lend(kind, entity_id=entity_id, actions={})

    async def _enabled(self, entity_id: str) -> None:
        """Enable an entity that most people do not need; Home Assistant takes half a minute for it."""
        if await self._available(entity_id):
            return
        await self._websocket.command(
            "config/entity_registry/update", entity_id=entity_id, disabled_by=None
        )
        async with asyncio.timeout(RELOAD_LIMIT):
            await until(lambda: self._available(entity_id))

    async def lend(self, kind: str, **entered: Any) -> None:
        """Add a feature in its dialog, unless the device has it."""
        entry = await self._entry()
        flow: Any = await self._rest.post(
            SUBENTRY_FLOWS, {"handler": [entry["entry_id"], "feature"]}
        )
        page = f"{SUBENTRY_FLOWS}/{flow['flow_id']}"
        if kind not in flow["data_schema"][0]["selector"]["select"]["options"]:
            await self._rest.delete(page)  # it is lent already
            return
        await self._rest.post(page, {"kind": kind})
        done = await self._rest.post(page, entered)
        if done["type"] != "create_entry":
            raise StepError(f"{kind} cannot be {entered}: {done.get('errors')}")

    async def _entry(self) -> dict[str, Any]:
        (entry,) = await self._rest.get(f"{ENTRIES}?domain={INTEGRATION}")
        return dict(entry)

    async def _exists(self, entity_id: str) -> bool:
        try:
            await self._rest.get(f"/api/states/{entity_id}")
        except ApiError:
            return False
        return True

    async def _available(self, entity_id: str) -> bool:
        try:
            state = await self._rest.get(f"/api/states/{entity_id}")
        except ApiError:
            return False
        return bool(state["state"] != UNAVAILABLE)

    async def _until_known(self, entity_id: str) -> None:
        await until(lambda: self._exists(entity_id))


def _suggested(fields: list[dict[str, Any]]) -> dict[str, Any]:
    """Return what a form says already, as it is sent back."""
    said: dict[str, Any] = {}
    for each in fields:
        if each.get("type") == "expandable":
            said[each["name"]] = _suggested(each["schema"])
        elif (value := (each.get("description") or {}).get("suggested_value")) is not None:
            said[each["name"]] = value
    return said
