"""Assist satellites: which one a sentence came from, and whether it sounds."""

from typing import Final, Protocol

from homeassistant.const import STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.core import (
    CALLBACK_TYPE,
    Event,
    EventStateChangedData,
    HomeAssistant,
    State,
    callback,
)
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.event import async_track_state_change_event

# Of Home Assistant's own, which need not be installed where nobody has a satellite.
DOMAIN: Final = "assist_satellite"
IDLE: Final = "idle"
LISTENING: Final = "listening"
RESPONDING: Final = "responding"

_NOTHING_SHOWN: Final = (STATE_UNAVAILABLE, STATE_UNKNOWN)


class Followed(Protocol):
    """What a satellite plays."""

    def follow(self) -> None:
        """Wait for what a satellite shows."""

    def sounds(self) -> None:
        """Take note that the satellite has begun to respond."""

    def silent(self, *, at_rest: bool) -> None:
        """Take note that the satellite responds no longer; `at_rest`: it says that it is done."""

    def stop(self) -> None:
        """Take note that nobody will hear it."""

    def unfollow(self) -> None:
        """Do without: the satellite shows nothing."""


@callback
def satellite_of(hass: HomeAssistant, satellite: str | None, device: str | None) -> str | None:
    """Return the entity id of the satellite of a turn: the one named, else that of the device."""
    if satellite is not None or device is None:
        return satellite
    entities = er.async_entries_for_device(er.async_get(hass), device)
    return next((entity.entity_id for entity in entities if entity.domain == DOMAIN), None)


@callback
def device_of(hass: HomeAssistant, satellite: str | None, device: str | None) -> str | None:
    """Return the id of the device through which somebody asks: the one named, else the satellite's."""
    if device is not None or satellite is None:
        return device
    entity = er.async_get(hass).async_get(satellite)
    return None if entity is None else entity.device_id


@callback
def async_follow(hass: HomeAssistant, satellite: str, played: Followed) -> CALLBACK_TYPE:
    """Tell what a satellite shows, now and from now on; the return value ends that."""
    follower = _Follower(played)
    played.follow()
    follower.look(hass.states.get(satellite), changed=False)

    @callback
    def changed(event: Event[EventStateChangedData]) -> None:
        follower.look(event.data["new_state"], changed=True)

    return async_track_state_change_event(hass, satellite, changed)


class _Follower:
    """Turns states into what they mean for one answer."""

    def __init__(self, played: Followed) -> None:
        self._played = played
        self._responded = False

    def look(self, state: State | None, *, changed: bool) -> None:
        """Take a state; `changed`: it was another one before."""
        if state is None or state.state in _NOTHING_SHOWN:
            self._played.unfollow()
        elif state.state == RESPONDING:
            self._responded = True
            self._played.sounds()
        elif self._responded:
            self._played.silent(at_rest=state.state == IDLE)
        elif changed and state.state == LISTENING:
            self._played.stop()  # somebody speaks before it has begun
