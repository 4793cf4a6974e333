"""CLOVA in Home Assistant: the entry, through the dialogs a person would use, and the pipeline."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
import hashlib
from typing import Any, Final

from .api import RestApi, Websocket
from .config_dir import INTEGRATION
from .dialogs import go_through
from .errors import DemoError
from .state import State
from .waiting import until

PIPELINE_NAME: Final = "CLOVA"
PIPELINE_LANGUAGE: Final = "ko"
"""Of what is said and heard, and of texts that Home Assistant adds. What is typed, CLOVA answers in
the language of the question."""
ENTRIES: Final = "/api/config/config_entries/entry"
_OVERVIEW: Final = "home"
"""What Home Assistant keeps the arrangement of the overview as."""
UNAVAILABLE: Final = "unavailable"
CONNECTION_LIMIT: Final = 15.0
"""Seconds from a start of Home Assistant or the end of a dialog until CLOVA is there."""


@dataclass(frozen=True, slots=True)
class Account:
    """Where the device connects, and with what."""

    base_url: str
    access_token: str = field(repr=False)

    @property
    def digest(self) -> str:
        """What tells one account from another, and gives nothing away."""
        return hashlib.sha256(f"{self.base_url} {self.access_token}".encode()).hexdigest()

    def as_own_server(self) -> dict[str, Any]:
        """Fill in the form that adds a server of one's own."""
        return {
            "base_url": self.base_url,
            "access_token": self.access_token,
            "verify_ssl": True,
            "auth_server": {},
        }

    def as_change(self) -> dict[str, Any]:
        """Fill in the form that changes a device."""
        return {
            "base_url": self.base_url,
            "verify_ssl": True,
            "client": {},
            "token": {"access_token": self.access_token},
        }


async def set_up(rest: RestApi, websocket: Websocket, account: Account, state: State) -> str:
    """Make sure that Home Assistant talks to this emulator; returns the agent's entity id."""
    entries = await rest.get(f"{ENTRIES}?domain={INTEGRATION}")
    if not entries:
        await _finish_dialog(rest, account, {})
    elif state.cloud != account.digest:
        await _finish_dialog(rest, account, {"entry_id": entries[0]["entry_id"]})
    state.cloud = account.digest
    return await available_agent(rest, websocket)


async def _finish_dialog(rest: RestApi, account: Account, about: Mapping[str, str]) -> None:
    """Add the device, or change the one that the dialog is about; raises DemoError."""
    about = {"handler": INTEGRATION, **about}
    if "entry_id" in about:
        result = await go_through(rest, about, account.as_change())
    else:
        result = await go_through(
            rest, about, {"next_step_id": "own_server"}, account.as_own_server()
        )
    done = result["type"] == "create_entry" or result.get("reason") == "reconfigure_successful"
    if not done:
        why = result.get("errors") or result.get("reason")
        raise DemoError(f"Home Assistant could not connect to the emulator: {why}")


async def _entities(websocket: Websocket) -> list[dict[str, Any]]:
    """Return the entities of the integration, as the registry has them."""
    entities = await websocket.command("config/entity_registry/list")
    return [entity for entity in entities if entity["platform"] == INTEGRATION]


async def entity_of(websocket: Websocket, domain: str, key: str | None = None) -> str | None:
    """Return the integration's entity of a domain, the first one if there are several devices.

    `key`: that of its name in the translations, where a device has several of the domain.
    """
    for entity in await _entities(websocket):
        entity_id = str(entity["entity_id"])
        if entity_id.startswith(f"{domain}.") and key in {None, entity["translation_key"]}:
            return entity_id
    return None


async def available_agent(rest: RestApi, websocket: Websocket) -> str:
    """Return the conversation entity once it is available; raises DemoError."""
    agent = await entity_of(websocket, "conversation")
    if agent is None:
        raise DemoError("CLOVA brought no conversation agent: is its entry disabled?")

    async def available() -> bool:
        state = await rest.get(f"/api/states/{agent}")
        return bool(state["state"] != UNAVAILABLE)

    try:
        async with asyncio.timeout(CONNECTION_LIMIT):
            await until(available)
    except TimeoutError:
        raise DemoError(
            f"CLOVA did not connect to the emulator within {CONNECTION_LIMIT:.0f} s"
        ) from None
    return agent


async def make_default(websocket: Websocket, agent: str) -> None:
    """Have Assist listen, think and speak with CLOVA, in a pipeline beside Home Assistant's own."""
    wanted = await _pipeline(websocket, agent)
    listed = await websocket.command("assist_pipeline/pipeline/list")
    for pipeline in listed["pipelines"]:
        if pipeline["conversation_engine"] == agent:
            break
    else:
        pipeline = await websocket.command("assist_pipeline/pipeline/create", **wanted)
    if any(pipeline[key] != value for key, value in wanted.items()):
        await websocket.command(
            "assist_pipeline/pipeline/update", pipeline_id=pipeline["id"], **wanted
        )
    if listed["preferred_pipeline"] != pipeline["id"]:
        await websocket.command(
            "assist_pipeline/pipeline/set_preferred", pipeline_id=pipeline["id"]
        )


async def _pipeline(websocket: Websocket, agent: str) -> dict[str, Any]:
    """Return what Home Assistant asks for a pipeline, all of it by CLOVA."""
    return {
        "name": PIPELINE_NAME,
        "language": PIPELINE_LANGUAGE,
        "conversation_engine": agent,
        "conversation_language": PIPELINE_LANGUAGE,
        "stt_engine": await entity_of(websocket, "stt"),
        "stt_language": PIPELINE_LANGUAGE,
        "tts_engine": await entity_of(websocket, "tts"),
        "tts_language": PIPELINE_LANGUAGE,
        "tts_voice": None,
        "wake_word_entity": None,
        "wake_word_id": None,
        "prefer_local_intents": False,
    }


async def put_on_overview(websocket: Websocket) -> None:
    """Show CLOVA's player among the favorites of the overview, unless somebody has arranged that."""
    player = await entity_of(websocket, "media_player")
    arranged = (await websocket.command("frontend/get_system_data", key=_OVERVIEW))["value"]
    if player is not None and arranged is None:
        # Home Assistant's own suggestions would come in place of the favorites.
        value = {"favorite_entities": [player], "hide_suggested_entities": True}
        await websocket.command("frontend/set_system_data", key=_OVERVIEW, value=value)
