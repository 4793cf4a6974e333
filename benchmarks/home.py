"""A real Home Assistant with two pipelines: CLOVA's, and one of three Wyoming servers."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import aiohttp
from yarl import URL

from scripts.lib.demo import clova, config_dir, dialogs
from scripts.lib.demo.account import new_login, sign_in
from scripts.lib.demo.api import RestApi, Websocket
from scripts.lib.demo.home_assistant import (
    HomeAssistant,
    listening,
    started,
    url_of,
    write_authorities,
)
from scripts.lib.demo.ports import claim
from scripts.lib.demo.processes import Guard, unless_ended
from scripts.lib.demo.state import State

from .child import Child, child
from .cloud import CLIENTS

HOST: Final = "127.0.0.1"
LANGUAGE: Final = "en"
ANSWER_SECONDS: Final = 1.0
_SATELLITE: Final = "bench_satellite"
_PARTS: Final = {"stt_engine": "stt", "conversation_engine": "conversation", "tts_engine": "tts"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """What a satellite needs: where Home Assistant is, and its pipelines."""

    session: aiohttp.ClientSession
    rest: RestApi
    ours: str
    peer: str
    cloud: Child


@asynccontextmanager
async def home(latency: float | None = None) -> AsyncIterator[Home]:
    """Start everything; with `latency` (seconds, one way) between Home Assistant and each service."""
    async with AsyncExitStack() as stack:
        cloud = await stack.enter_async_context(child("benchmarks.cloud"))
        peer = await stack.enter_async_context(
            child("benchmarks.wyoming_peer", str(ANSWER_SECONDS))
        )
        base_url = URL(cloud.facts["base_url"])
        ports = dict(peer.facts)
        if latency is not None:
            targets = [str(port) for port in (base_url.port, *ports.values())]
            relay = await stack.enter_async_context(
                child("benchmarks.relay", str(latency), *targets)
            )
            base_url = base_url.with_port(relay.facts[str(base_url.port)])
            ports = {name: relay.facts[str(port)] for name, port in ports.items()}
        directory = Path(stack.enter_context(TemporaryDirectory(prefix="clova-bench-")))
        guard = await stack.enter_async_context(Guard.running())
        state, url = _prepare(directory, Path(cloud.facts["ca_file"]))
        home_assistant = await stack.enter_async_context(
            HomeAssistant.running(
                guard,
                config=state.config,
                log=state.home_assistant_log,
                url=url,
                authorities=state.authorities,
            )
        )
        session = await stack.enter_async_context(aiohttp.ClientSession())
        account = clova.Account(str(base_url).rstrip("/"), CLIENTS[0])
        yield await unless_ended(
            _set_up(session, state, url, account, ports, cloud), home_assistant.child
        )


def _prepare(directory: Path, authority: Path) -> tuple[State, str]:
    """Make Home Assistant's directory, with the satellite in it; returns its address too."""
    state = State(directory)
    port = claim(HOST, 0, "--port")
    config_dir.prepare(state.config, host=HOST, port=port)
    link = state.config / "custom_components" / _SATELLITE
    link.symlink_to(Path(__file__).with_name("satellite"), target_is_directory=True)
    with (state.config / "configuration.yaml").open("a") as configuration:
        configuration.write(f"{_SATELLITE}:\n")
    write_authorities(state.authorities, authority)
    return state, url_of(HOST, port)


async def _set_up(
    session: aiohttp.ClientSession,
    state: State,
    url: str,
    account: clova.Account,
    ports: Mapping[str, int],
    cloud: Child,
) -> Home:
    """Add the services, through the dialogs that a person would use, and the pipelines."""
    await listening(session, url)
    rest = await sign_in(session, url, state, new_login())
    async with Websocket.connect(rest, session) as websocket:
        await started(websocket)
        own_server = {"next_step_id": "own_server"}
        await _add(rest, config_dir.INTEGRATION, own_server, account.as_own_server())
        for port in ports.values():
            await _add(rest, "wyoming", {"host": HOST, "port": port})
        await clova.available_agent(rest, websocket)
        return Home(
            session=session,
            rest=rest,
            ours=await _pipeline(websocket, config_dir.INTEGRATION),
            peer=await _pipeline(websocket, "wyoming"),
            cloud=cloud,
        )


async def _add(rest: RestApi, integration: str, *answers: Mapping[str, Any]) -> None:
    """Go through the dialog that adds a service. Raises RuntimeError if it is refused."""
    result = await dialogs.go_through(rest, {"handler": integration}, *answers)
    if result["type"] != "create_entry":
        raise RuntimeError(f"{integration} could not be added: {result.get('errors')}")


async def _pipeline(websocket: Websocket, platform: str) -> str:
    """Make a pipeline of all that this integration brings; returns its id."""
    entities = await websocket.command("config/entity_registry/list")
    engines: dict[str, Any] = {}
    for part, domain in _PARTS.items():
        (engines[part],) = [
            entity["entity_id"]
            for entity in entities
            if entity["platform"] == platform and entity["entity_id"].startswith(f"{domain}.")
        ]
    pipeline = await websocket.command(
        "assist_pipeline/pipeline/create",
        name=platform,
        language=LANGUAGE,
        conversation_language=LANGUAGE,
        stt_language=LANGUAGE,
        tts_language=LANGUAGE,
        tts_voice=None,
        wake_word_entity=None,
        wake_word_id=None,
        prefer_local_intents=False,
        **engines,
    )
    return str(pipeline["id"])


async def settle() -> None:
    """Let what a start leaves to be done be done, so that it disturbs nobody."""
    await asyncio.sleep(3)
