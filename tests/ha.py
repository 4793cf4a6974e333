"""What the tests of the integration share: entries, sentences, and waiting for states."""

import asyncio
from functools import partial
import json
from pathlib import Path
import socket
from typing import Any
from uuid import uuid4

from aiohttp.resolver import ThreadedResolver
from homeassistant.components import conversation, persistent_notification
from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.const import (
    CONF_ACCESS_TOKEN,
    CONF_DEVICE_ID,
    CONF_VERIFY_SSL,
    EVENT_STATE_CHANGED,
)
from homeassistant.core import Context, Event as HomeAssistantEvent, HomeAssistant, callback
from homeassistant.helpers import aiohttp_client
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.clova_cic import client, coordinator
from custom_components.clova_cic.account.credentials import Credentials, CredentialStore
from custom_components.clova_cic.account.entry_settings import (
    ENTRY_MINOR_VERSION,
    ENTRY_VERSION,
    EntrySettings,
    SignIn,
)
from custom_components.clova_cic.announcing import EVENT_DIRECTIVE
from custom_components.clova_cic.cic import CicClient, Timing, probe
from custom_components.clova_cic.const import CONF_BASE_URL, DOMAIN
from custom_components.clova_cic.coordinator import ClovaCoordinator
from emulator import Answer, Emulator
from emulator.http2.connection import Connection

AGENT = "conversation.clova"
CONNECTIVITY = "binary_sensor.clova_connectivity"
LAST_DIRECTIVE = "sensor.clova_last_directive"

TRANSLATIONS = Path(client.__file__).parent / "translations"

LIMIT = 10.0  # seconds that a test waits for something that should come at once

GREETINGS = {
    "Alerts.RequestSynchronizeAlert",
    "Settings.RequestVersionSpec",
    "System.RequestSynchronizeState",
}
"""What a device asks by itself with each connection."""

# Limits short enough for tests that wait for them to pass, long enough for a busy machine.
QUICK = Timing(dial=5, hello=1, ready_wait=1, first_directive=1, idle=1)


def trust(emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let Home Assistant accept the emulator's certificate, the way a user would."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(emulator.ca_file))
    resolve_names(monkeypatch)


class _SystemResolver(ThreadedResolver):
    """The system's resolver; Home Assistant calls `real_close` on its own."""

    real_close = ThreadedResolver.close


def resolve_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let Home Assistant's aiohttp find localhost: the test plugin's resolver belongs to another loop."""
    monkeypatch.setattr(aiohttp_client, "_async_make_resolver", lambda *_: _SystemResolver())


def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make clients and connection tests impatient."""
    monkeypatch.setattr(coordinator, "CicClient", partial(CicClient, timing=QUICK))
    monkeypatch.setattr(client, "probe", partial(probe, timing=QUICK))


def form(emulator: Emulator, **changes: Any) -> dict[str, Any]:
    """What a person types to add the emulator as a server of one's own."""
    return {
        CONF_BASE_URL: emulator.base_url,
        CONF_ACCESS_TOKEN: emulator.token,
        CONF_VERIFY_SSL: True,
        "auth_server": {},
    } | changes


def free_port() -> int:
    """Return a port of 127.0.0.1 on which nobody listens."""
    with socket.socket() as probe_socket:
        probe_socket.bind(("127.0.0.1", 0))
        port: int = probe_socket.getsockname()[1]
        return port


async def add_entry(
    hass: HomeAssistant,
    base_url: str,
    credentials: Credentials | None,
    *,
    title: str = "CLOVA",
    verify_ssl: bool = True,
    settings: EntrySettings | None = None,
) -> MockConfigEntry:
    """Add an entry as a dialog would have made it, without setting it up."""
    device_id = str(uuid4())
    settings = settings or EntrySettings(
        base_url=base_url, verify_ssl=verify_ssl, sign_in=SignIn.OWN_SERVER
    )
    entry = MockConfigEntry(
        domain=DOMAIN,
        title=title,
        unique_id=device_id,
        version=ENTRY_VERSION,
        minor_version=ENTRY_MINOR_VERSION,
        data={**settings.to_data(), CONF_DEVICE_ID: device_id},
    )
    entry.add_to_hass(hass)
    if credentials is not None:
        await CredentialStore(hass, device_id).async_save(credentials)
    return entry


async def prepare(hass: HomeAssistant) -> None:
    """Set up what the integration finds in every Home Assistant."""
    assert await async_setup_component(hass, "homeassistant", {})
    assert await async_setup_component(hass, "conversation", {})


async def set_up(hass: HomeAssistant, emulator: Emulator, **options: Any) -> MockConfigEntry:
    """Set up an entry for the emulator and wait until it is connected."""
    await prepare(hass)
    credentials = options.pop("credentials", Credentials(access_token=emulator.token))
    entry = await add_entry(hass, emulator.base_url, credentials, **options)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    assert entry.state is ConfigEntryState.LOADED
    await coordinator_of(entry).client.wait_ready(LIMIT)
    await until_greeted(emulator)
    return entry


def mute(emulator: Emulator, connections: int = 1) -> None:
    """Have the server answer nothing that a device asks by itself with its next connections."""
    emulator.answer_next(*(Answer(status=400, to=name) for name in [*GREETINGS] * connections))


async def until_greeted(emulator: Emulator) -> None:
    """Return once the server has answered what a device asks by itself, and forget about that."""
    requests = emulator.requests
    await emulator.wait_for(
        lambda: {each.name for each in requests if each.status is not None} >= GREETINGS, LIMIT
    )
    requests[:] = [each for each in requests if each.name not in GREETINGS]


def coordinator_of(entry: ConfigEntry[Any]) -> ClovaCoordinator:
    """Return the running part of an entry."""
    running = entry.runtime_data
    assert isinstance(running, ClovaCoordinator)
    return running


async def connection_ended(entry: ConfigEntry[Any]) -> None:
    """Return once the entry has given the connection up."""
    task = coordinator_of(entry)._task
    await asyncio.wait([task], timeout=LIMIT)
    assert task.done()


def record_goaways(monkeypatch: pytest.MonkeyPatch) -> list[int | None]:
    """Return a list that takes the error code of every GOAWAY that comes to the emulator."""
    codes: list[int | None] = []
    received = Connection._said_farewell

    def record(self: Connection, code: int) -> None:
        codes.append(code)
        received(self, code)

    monkeypatch.setattr(Connection, "_said_farewell", record)
    return codes


def state_of(hass: HomeAssistant, entity_id: str) -> str:
    """Return the state of an entity, which has to be there."""
    state = hass.states.get(entity_id)
    assert state is not None
    return state.state


def phase(entry: MockConfigEntry) -> ConfigEntryState:
    """Return how far an entry is; a type checker takes the attribute for constant."""
    return entry.state


async def wait_for_state(hass: HomeAssistant, entity_id: str, expected: str) -> None:
    """Return once the entity has the state."""
    reached = asyncio.Event()

    @callback
    def check(_: Any = None) -> None:
        state = hass.states.get(entity_id)
        if state is not None and state.state == expected:
            reached.set()

    stop = hass.bus.async_listen(EVENT_STATE_CHANGED, check)
    check()
    try:
        async with asyncio.timeout(LIMIT):
            await reached.wait()
    finally:
        stop()


async def ask(
    hass: HomeAssistant,
    text: str,
    *,
    conversation_id: str | None = None,
    language: str = "en",
    agent_id: str = AGENT,
) -> conversation.ConversationResult:
    """Say something to the device, as an Assist pipeline does."""
    return await conversation.async_converse(
        hass,
        text=text,
        conversation_id=conversation_id,
        context=Context(),
        language=language,
        agent_id=agent_id,
    )


def translation(language: str, key: str, **placeholders: str) -> str:
    """Return a text straight from the file; `key` is its path with dots."""
    node: Any = json.loads((TRANSLATIONS / f"{language}.json").read_text("utf-8"))
    for part in key.split("."):
        node = node[part]
    assert isinstance(node, str)
    return node.format(**placeholders)


def speech(result: conversation.ConversationResult) -> str:
    """Return what the answer says."""
    text = result.response.speech["plain"]["speech"]
    assert isinstance(text, str)
    return text


def notifications(hass: HomeAssistant) -> list[persistent_notification.Notification]:
    """Return what is shown to people, oldest first."""
    return list(persistent_notification._async_get_or_create_notifications(hass).values())


async def until_told(
    hass: HomeAssistant, events: list[HomeAssistantEvent[Any]], count: int
) -> None:
    """Return once that many events have been captured; looks whenever a directive is announced."""
    more = asyncio.Event()
    stop = hass.bus.async_listen(EVENT_DIRECTIVE, callback(lambda _: more.set()))
    try:
        async with asyncio.timeout(LIMIT):
            while len(events) < count:
                more.clear()
                await more.wait()
    finally:
        stop()


async def until_notified(hass: HomeAssistant) -> persistent_notification.Notification:
    """Return the only notification, once there is one."""
    shown = asyncio.Event()
    stop = persistent_notification.async_register_callback(hass, callback(lambda *_: shown.set()))
    try:
        async with asyncio.timeout(LIMIT):
            while not notifications(hass):
                shown.clear()
                await shown.wait()
    finally:
        stop()
    (only,) = notifications(hass)
    return only
