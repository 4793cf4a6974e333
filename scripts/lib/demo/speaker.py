"""The speaker of CLOVA in Home Assistant: mpd, added and chosen in the dialogs a person would use."""

from collections.abc import Mapping, Sequence
from ipaddress import ip_address
from typing import Any, Final

from yarl import URL

from .api import RestApi, Websocket
from .clova import ENTRIES
from .config_dir import INTEGRATION
from .dialogs import OPTION_FLOWS, go_on, go_through
from .errors import DemoError
from .mpd import HOST
from .state import State

MPD: Final = "mpd"
"""Home Assistant's own integration."""
_OPTION: Final = "speaker"


async def set_up(rest: RestApi, websocket: Websocket, state: State, *, host: str, port: int) -> str:
    """Make sure that CLOVA plays on the mpd at this port; returns the player's entity id.

    `host`: where Home Assistant listens.
    """
    await _let_players_in(rest, websocket, host)
    entry = await _entry(rest, state, port)
    player = await player_of(websocket, entry)
    for clova in await rest.get(f"{ENTRIES}?domain={INTEGRATION}"):
        await choose(rest, clova["entry_id"], player)
    return player


async def _let_players_in(rest: RestApi, websocket: Websocket, host: str) -> None:
    """Have Home Assistant tell players an address on which it listens.

    By itself it tells the one that this machine has in the network, which is right unless it
    listens on the loopback interface alone.
    """
    wanted = rest.url if _is_loopback(host) else None
    present = (await rest.get("/api/config"))["internal_url"]
    of_a_person = present is not None and not _is_loopback(URL(present).host or "")
    if wanted != present and (wanted is not None or not of_a_person):
        await websocket.command("config/core/update", internal_url=wanted)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


async def _entry(rest: RestApi, state: State, port: int) -> str:
    """Return the entry of this mpd; one of an earlier start at another port makes place for it."""
    there = {each["entry_id"] for each in await rest.get(f"{ENTRIES}?domain={MPD}")}
    known = state.speaker
    if known.get("port") == port and known.get("entry") in there:
        return str(known["entry"])
    if known.get("entry") in there:
        await rest.delete(f"{ENTRIES}/{known['entry']}")
    page = await go_through(rest, {"handler": MPD}, {"host": HOST, "port": port})
    if page["type"] != "create_entry":
        raise DemoError(f"Home Assistant could not connect to mpd: {page.get('errors')}")
    entry = str(page["result"]["entry_id"])
    state.speaker = {"port": port, "entry": entry}
    return entry


async def player_of(websocket: Websocket, entry: str) -> str:
    """Return the media player of an entry; raises DemoError if it has none."""
    for entity in await websocket.command("config/entity_registry/list"):
        if entity["config_entry_id"] == entry and entity["entity_id"].startswith("media_player."):
            return str(entity["entity_id"])
    raise DemoError("mpd brought no media player")


async def choose(rest: RestApi, entry: str, player: str) -> None:
    """Choose a speaker in the options of a device, if it has none; the others stay as they are."""
    page = await go_through(rest, {"handler": entry}, flows=OPTION_FLOWS)
    chosen = _suggested(page["data_schema"])
    if chosen.get(_OPTION) is None:
        await go_on(rest, page["flow_id"], {**chosen, _OPTION: player}, flows=OPTION_FLOWS)
    else:
        await rest.delete(f"{OPTION_FLOWS}/{page['flow_id']}")


def _suggested(fields: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return what a form already says, as it is sent back."""
    said: dict[str, Any] = {}
    for each in fields:
        if each.get("type") == "expandable":
            said[each["name"]] = _suggested(each["schema"])
            continue
        value = (each.get("description") or {}).get("suggested_value", each.get("default"))
        if value is not None:
            said[each["name"]] = value
    return said
