"""Announcing: any text, in CLOVA's voice, on the device's speaker."""

from typing import Final, override
import unicodedata

from homeassistant.components.notify import NotifyEntity
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .cic import CicError
from .cic.client import Voice
from .const import DOMAIN
from .coordinator import ClovaConfigEntry, ClovaCoordinator
from .entity import ClovaEntity
from .errors import describe
from .options import ClovaOptions

PARALLEL_UPDATES = 0  # one announcement waits for another by itself

_SCRIPTS: Final[dict[str, Voice]] = {"HANGUL": "ko", "HIRAGANA": "ja", "KATAKANA": "ja"}
_LANGUAGES: Final[dict[str, Voice]] = {"en": "en", "ja": "ja", "ko": "ko"}


async def async_setup_entry(
    hass: HomeAssistant,
    entry: ClovaConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the announcer."""
    async_add_entities([ClovaAnnounceEntity(entry.runtime_data)])


class ClovaAnnounceEntity(ClovaEntity, NotifyEntity):
    """Says what it is sent. Sending ends when it was heard."""

    _attr_translation_key = "announce"

    def __init__(self, coordinator: ClovaCoordinator) -> None:
        """Belong to the device."""
        super().__init__(coordinator, "announce")

    @override
    async def async_send_message(self, message: str, title: str | None = None) -> None:
        """Say it. Raises HomeAssistantError if it was not heard to its end."""
        coordinator = self.coordinator
        if coordinator.speaker.entity_id is None:
            raise ServiceValidationError(translation_domain=DOMAIN, translation_key="no_speaker")
        options = ClovaOptions.of(self.hass, coordinator.config_entry)
        turn = coordinator.client.synthesize(
            message, _script_of(message) or _LANGUAGES[options.language]
        )
        try:
            heard = await coordinator.speech_up.async_say(turn.speech)
            await turn.reply()
        except CicError as err:
            problem = describe(err, coordinator.client_config.base_url)
            raise HomeAssistantError(**problem.as_exception()) from err
        finally:
            turn.discard()
        if not heard:
            raise HomeAssistantError(translation_domain=DOMAIN, translation_key="not_heard")


def _script_of(text: str) -> Voice | None:
    """Return the language that a text is written in, if its letters tell; else the options say it."""
    letters = [unicodedata.name(letter, "") for letter in text if letter.isalpha()]
    for script, language in _SCRIPTS.items():
        if any(name.startswith(script) for name in letters):
            return language
    return "en" if letters and all(name.startswith("LATIN") for name in letters) else None
