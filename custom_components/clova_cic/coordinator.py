"""The device of one entry: its connection to CIC and what the entities show of it."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, override

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_DEVICE_ID
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.exceptions import ConfigEntryAuthFailed, ConfigEntryNotReady
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator
from homeassistant.util import dt as dt_util

from .account.account import Account
from .account.entry_settings import EntrySettings
from .account.tokens import async_token_provider, pair_of
from .alerts.keeper import AlertKeeper
from .announcer import Announcer
from .cic import (
    CicClient,
    CicError,
    ClientConfig,
    ContextObject,
    Directive,
    Dispatcher,
    Event as CicEvent,
    Host,
    NotReadyError,
    Suggestions,
    TokenRefusedError,
)
from .const import DOMAIN, LOGGER
from .errors import describe, is_sign_in_problem
from .features.book import FeatureBook
from .music.music import Music
from .notes.lists import NoteLists
from .notes.notifications import Notifications
from .records import async_stats_of
from .settings.settings import DeviceSettings
from .speaker.speaker import Speaker
from .speaker.stage import Stage
from .speech.up import SpeechUp
from .speech.voice import Voice
from .tls import tls_factory

# A set-up that never succeeded is not ready after this many seconds; Home Assistant tries again.
FIRST_CONNECTION_LIMIT: Final = 10.0

type ClovaConfigEntry = ConfigEntry[ClovaCoordinator]


@dataclass(frozen=True, slots=True)
class ReceivedDirective:
    """The name of a directive, such as "Clova.RenderText", and when it came."""

    name: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class ClovaState:
    """What the entities show."""

    connected: bool = False
    last_directive: ReceivedDirective | None = None
    extension: str | None = None  # the skill whose mode the device is in


class ClovaCoordinator(DataUpdateCoordinator[ClovaState], Host):
    """Owns the client, tells the entities what changed, and is the client's host.

    Everything is pushed: there is no update interval.
    """

    config_entry: ClovaConfigEntry
    client: CicClient
    _task: asyncio.Task[None]

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ClovaConfigEntry,
        *,
        client_config: ClientConfig,
        account: Account,
    ) -> None:
        """Prepare; nothing happens before `async_start`."""
        super().__init__(hass, LOGGER, name=entry.title, config_entry=entry, always_update=False)
        self.data = ClovaState()
        self.suggestions = Suggestions()
        self.dispatcher = Dispatcher(())
        self.announcer = Announcer(hass, entry)
        self.speaker = Speaker(hass, entry)
        self.stage = Stage(hass, entry, self.speaker, cancel_input=self._stop_listening)
        self.voice = Voice(
            hass,
            entry,
            device_uuid=account.credentials.device_uuid or "",
            send=self._async_send,
            ended=self.stage.dialogue_ended,
        )
        self.speech_up = SpeechUp(
            hass, entry, config=client_config, reports=self.voice.reports, stage=self.stage
        )
        self.features = FeatureBook(hass, entry, self.speaker, self.stage)
        self.music = Music(
            hass,
            entry,
            client=lambda: self.client,
            config=client_config,
            speaker=self.speaker,
            stage=self.stage,
        )
        self.alerts = AlertKeeper(
            hass, entry, client=lambda: self.client, config=client_config, stage=self.stage
        )
        self.settings = DeviceSettings(hass, entry, client_config, self._async_send)
        self.notifications = Notifications(hass, entry, client_config, self.stage)
        self.notes = NoteLists(hass, entry)
        self.client_config = client_config
        self.stats = async_stats_of(hass, entry.entry_id)
        self.account = account
        self._greetings: list[Callable[[], Coroutine[Any, Any, None]]] = []
        self._loss_reported = False
        self._awaits_first_connection = not account.credentials.has_connected

    @callback
    def async_equip(self, dispatcher: Dispatcher, device_id: str) -> None:
        """Take who acts on directives, and the device's id in the registry; once, before the start."""
        self.dispatcher = dispatcher
        self.announcer.device_id = device_id

    async def async_load(self) -> None:
        """Read what outlives a restart, beside the credentials; once, before the start."""
        await self.alerts.async_load()
        await self.settings.async_load()
        await self.notifications.async_load()
        await self.notes.async_load()
        await self.speaker.async_load()

    @callback
    def async_on_connected(self, greeting: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Have this done in the background after each Hello."""
        self._greetings.append(greeting)

    @callback
    def async_start(self) -> None:
        """Connect in the background, and stay connected until `async_stop` or the entry's unload.

        The task belongs to the entry: Home Assistant cancels it on unload and when it stops, and
        the client answers that with GOAWAY.
        """
        settings = EntrySettings.of(self.config_entry)
        self.client = CicClient(
            self.client_config,
            token=async_token_provider(
                self.hass,
                settings,
                self.config_entry.data[CONF_DEVICE_ID],
                pair_of(self.account.credentials),
                self.account.async_save_pair,
            ),
            tls=tls_factory(self.hass, verify=settings.verify_ssl),
            host=self,
            stats=self.stats,
        )
        self.client.on_speech(self.speech_up.take)
        self._task = self.config_entry.async_create_background_task(
            self.hass, self._async_run(self.client), f"{DOMAIN} connection"
        )

    async def async_stop(self, event: Event | None = None) -> None:
        """Leave the cloud; returns when the connection is closed.

        When Home Assistant stops it has cancelled the task already, but does not wait for it. A
        second cancel would interrupt the farewell.
        """
        await self.stage.async_close()
        if not self._task.cancelling():
            self._task.cancel()
        await asyncio.wait([self._task])
        self.announcer.async_tell()

    async def _async_send(self, event: CicEvent) -> None:
        """Send; raises CicError."""
        await self.client.send(event)

    @callback
    def async_set_extension(self, extension: str | None) -> None:
        """Enter or leave the mode of an extension."""
        self.async_set_updated_data(replace(self.data, extension=extension))

    async def async_wait_for_first_connection(self) -> None:
        """Wait until the entry has been ready once.

        Raises ConfigEntryAuthFailed or ConfigEntryNotReady with the stage that failed.
        """
        try:
            await self.client.wait_ready(FIRST_CONNECTION_LIMIT)
        except NotReadyError as err:
            texts = describe(err, self.client_config.base_url).as_exception()
            if is_sign_in_problem(err):
                raise ConfigEntryAuthFailed(**texts) from err
            raise ConfigEntryNotReady(**texts) from err
        self._awaits_first_connection = False

    async def _async_run(self, client: CicClient) -> None:
        """Run the client; it ends by being cancelled, or because the user has to sign in."""
        try:
            await client.run()
        except Exception:  # noqa: BLE001 (it is logged; the logger comes from another module)
            LOGGER.exception("%s: the connection to CLOVA ended by a fault of its own", self.name)
        finally:
            self._set_connected(connected=False)

    @callback
    def _set_connected(self, *, connected: bool) -> None:
        # States of the last minute are kept when Home Assistant stops.
        self.music.async_connected(connected=connected)
        self.alerts.async_connected(connected=connected)
        if not self.hass.is_stopping:
            self.async_set_updated_data(replace(self.data, connected=connected))

    def _stop_listening(self) -> None:
        """Give up what somebody is saying, and every request that waits."""
        self.client.cancel()

    # What ring 1 calls (cic.Host)

    @override
    def connected(self) -> None:
        """Take note of Hello."""
        if self._loss_reported:
            self._loss_reported = False
            LOGGER.info("%s: connected to CLOVA again", self.name)
        self._set_connected(connected=True)
        if not self.hass.is_stopping:
            for greeting in self._greetings:
                self.config_entry.async_create_background_task(
                    self.hass, greeting(), f"{DOMAIN} synchronisation"
                )

    @override
    def disconnected(self, error: CicError) -> None:
        """Take note of a loss, and say it once; the client is already on its way back."""
        if self._awaits_first_connection:
            LOGGER.debug("%s: no connection yet: %s", self.name, error)  # set-up tells the user
        elif not self._loss_reported:
            self._loss_reported = True
            LOGGER.warning("%s: not connected to CLOVA: %s", self.name, error)
        self._set_connected(connected=False)

    @override
    def sign_in_needed(self, error: TokenRefusedError) -> None:
        """Ask the user for a new token; the client has told the loss and given up."""
        self.config_entry.async_start_reauth(self.hass)

    @override
    def directive_received(self, directive: Directive) -> None:
        """Remember the directive's name. Who shows it hears of it with its announcement."""
        seen = ReceivedDirective(directive.qualified_name, dt_util.utcnow())
        self.data = replace(self.data, last_directive=seen)

    @override
    def directive_dropped(self, reason: str) -> None:
        """Leave it to the client's statistics."""

    @override
    async def handle(self, directive: Directive, *, answers: bool) -> bool:
        """Announce a directive and carry it out; False if nothing in Home Assistant is made for it."""
        found = self.dispatcher.find(directive)
        handled = answers or found.action is not None
        self.announcer.async_announce(directive, found.payload, handled=handled)
        if (action := found.action or found.refusal) is not None:
            await action()
        return handled

    @override
    def context(self) -> Sequence[ContextObject]:
        """Return the state objects that this device can fill (CIC-T-049)."""
        return self.dispatcher.context()
