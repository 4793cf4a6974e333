"""Actions on a media player: which ones were ours, and how long each may take."""

import asyncio
from collections import deque
from typing import Any, Final

from homeassistant.components.media_player.const import DOMAIN as MEDIA_PLAYER
from homeassistant.const import ATTR_ENTITY_ID
from homeassistant.core import Context, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError

from ..const import LOGGER

CALL_LIMIT: Final = 10.0  # seconds; a player that takes longer is not there
MAX_CONTEXTS: Final = 64  # of our own, to know their effects by; those last seconds


class SpeakerError(Exception):
    """A player did not do what it was told; the text holds no address."""


class PlayerCalls:
    """Calls the actions of media players, each with a context of its own."""

    def __init__(self, hass: HomeAssistant, name: str) -> None:
        """`name` is for the log."""
        self._hass = hass
        self._name = name
        self._contexts: deque[str] = deque(maxlen=MAX_CONTEXTS)

    @callback
    def is_foreign(self, context: Context) -> bool:
        """Tell whether a person or an automation did it, by an action that was not ours."""
        if context.id in self._contexts or context.parent_id in self._contexts:
            return False
        return context.user_id is not None or context.parent_id is not None

    async def async_call(
        self, entity_id: str, action: str, limit: float = CALL_LIMIT, **data: Any
    ) -> None:
        """Call an action and wait until it is done, at most `limit` seconds. Raises SpeakerError."""
        context = Context()
        self._contexts.append(context.id)
        try:
            async with asyncio.timeout(limit):
                await self._hass.services.async_call(
                    MEDIA_PLAYER,
                    action,
                    {ATTR_ENTITY_ID: entity_id, **data},
                    blocking=True,
                    context=context,
                )
        except TimeoutError:
            raise SpeakerError(f"{action} took too long") from None
        except HomeAssistantError as err:
            raise SpeakerError(f"{action} was refused ({type(err).__name__})") from None
        except Exception as err:  # noqa: BLE001 (integrations let the errors of their libraries through)
            raise SpeakerError(f"{action} failed ({type(err).__name__})") from None

    async def async_try(
        self, entity_id: str, action: str, limit: float = CALL_LIMIT, **data: Any
    ) -> bool:
        """Call an action; return whether it was done. A failure is for the log alone."""
        try:
            await self.async_call(entity_id, action, limit, **data)
        except SpeakerError as err:
            LOGGER.debug("%s: the speaker did not obey: %s", self._name, err)
            return False
        return True
