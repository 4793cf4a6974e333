"""Clova: links, help, extensions, sign-in, delegation, places (docs/protocol/interfaces/clova.md)."""

from collections import deque
from collections.abc import Iterable, Iterator
from typing import Final, override

from homeassistant.components import persistent_notification
from homeassistant.const import ATTR_LATITUDE, ATTR_LONGITUDE
from homeassistant.loader import async_get_integration
from homeassistant.util import dt as dt_util

from ..cic import CicError, handles
from ..cic.interfaces.clova import (
    ExpectLogin,
    FinishExtension,
    HandleDelegatedEvent,
    Hello,
    Help,
    LaunchURI,
    Location,
    ProcessDelegatedEvent,
    RenderSuggestion,
    StartExtension,
    location,
    saved_places,
)
from ..cic.interfaces.message import event_of
from ..const import DOMAIN, LOGGER, REAUTH_FOR_LOGIN, REAUTH_REASON
from ..coordinator import ClovaCoordinator
from ..links import async_show_link, first_link
from ..phrases import async_phrase
from .entry_handler import EntryHandler

MAX_DELEGATIONS: Final = 64  # ids that are remembered, so that none is processed twice


class ClovaHandler(EntryHandler):
    """What is no function of the device, but of the service."""

    namespace = "Clova"

    def __init__(self, coordinator: ClovaCoordinator) -> None:
        """Remember no delegation yet."""
        super().__init__(coordinator)
        self._delegations: deque[str] = deque(maxlen=MAX_DELEGATIONS)

    @override
    def context(self) -> Iterable[object]:
        """Tell where the device is, as far as the user allows it."""
        return self._where()

    @handles(Hello)
    async def hello(self, _: Hello) -> None:
        """Leave it: the connection has taken it for the sign that the channel works."""

    @handles(LaunchURI)
    async def launch_uri(self, payload: LaunchURI) -> None:
        """Show the best link as a notification."""
        link = first_link(payload.targets)
        if link is None:
            LOGGER.info("%s: CLOVA sent a link that is no web page", self.entry.title)
            return
        await async_show_link(self.hass, link, self.entry, self.options.language)

    @handles(Help)
    async def help(self, _: Help) -> None:
        """Show what can be said, and where more is written (CIC-CL-055)."""
        language = self.options.language
        title = await async_phrase(self.hass, language, "help_title", device=self.entry.title)
        integration = await async_get_integration(self.hass, DOMAIN)
        text = await async_phrase(
            self.hass, language, "help", documentation=str(integration.documentation)
        )
        persistent_notification.async_create(
            self.hass, text, title=title, notification_id=f"{DOMAIN}_help_{self.entry.entry_id}"
        )

    @handles(StartExtension)
    async def start_extension(self, payload: StartExtension) -> None:
        """Enter the extension's mode: the sensor shows it (CIC-CL-056)."""
        self.coordinator.async_set_extension(payload.extension)

    @handles(FinishExtension)
    async def finish_extension(self, payload: FinishExtension) -> None:
        """Leave it; one that was not entered is no error (CIC-CL-057)."""
        if self.coordinator.data.extension == payload.extension:
            self.coordinator.async_set_extension(None)

    @handles(ExpectLogin)
    async def expect_login(self, _: ExpectLogin) -> None:
        """Ask the user to sign in (CIC-CL-060, CIC-A-036); the request is not repeated (CIC-CL-061)."""
        self.entry.async_start_reauth(self.hass, data={REAUTH_REASON: REAUTH_FOR_LOGIN})

    @handles(RenderSuggestion)
    async def render_suggestion(self, payload: RenderSuggestion) -> None:
        """Remember what can be chosen by saying its label (CIC-CL-041)."""
        self.coordinator.suggestions.offer(payload.suggestions)

    @handles(HandleDelegatedEvent)
    async def handle_delegated_event(self, payload: HandleDelegatedEvent) -> None:
        """Take over a request that was made in the CLOVA app (CIC-CL-070), once (CIC-CL-076)."""
        if payload.delegation_id in self._delegations:
            return
        self._delegations.append(payload.delegation_id)
        event = event_of(ProcessDelegatedEvent(delegation_id=payload.delegation_id))
        try:
            await self.coordinator.client.send(event)
        except CicError as err:
            LOGGER.warning("%s: a delegated request got no answer: %s", self.entry.title, err)

    def _where(self) -> Iterator[object]:
        """Tell the home's position, true now as houses do not move, and the stored places."""
        options, config = self.options, self.hass.config
        if options.shares_location:
            yield location(config.latitude, config.longitude, dt_util.now())
        stored = saved_places(
            home=self._zone(options.home_zone), office=self._zone(options.office_zone)
        )
        if stored is not None:
            yield stored

    def _zone(self, zone: str | None) -> Location | None:
        """Return where a zone is, stored when the options were saved; None without a zone."""
        state = self.hass.states.get(zone) if zone else None
        if state is None:
            return None
        latitude = state.attributes.get(ATTR_LATITUDE)
        longitude = state.attributes.get(ATTR_LONGITUDE)
        if latitude is None or longitude is None:  # a zone that is not set up now
            return None
        return location(latitude, longitude, dt_util.as_local(self.entry.modified_at))
