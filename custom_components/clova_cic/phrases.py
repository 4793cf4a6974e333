"""What CLOVA says of its own accord, in the language of the sentence it answers."""

import re
from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.helpers.translation import async_get_translations

from .const import DOMAIN
from .errors import Problem

# The languages of the translations, which are those that the CLOVA services speak.
LANGUAGES: Final = ("en", "ja", "ko")
FALLBACK_LANGUAGE: Final = "en"

_SUBTAG_SEPARATOR: Final = re.compile("[-_]")


def spoken_language(tag: str) -> str:
    """Map a language tag such as "ko-KR" to one of LANGUAGES; English for any other."""
    primary = _SUBTAG_SEPARATOR.split(tag, maxsplit=1)[0].lower()
    return primary if primary in LANGUAGES else FALLBACK_LANGUAGE


async def async_problem_text(hass: HomeAssistant, language: str, problem: Problem) -> str:
    """Return the sentence that tells a problem."""
    template = await _async_text(hass, language, "exceptions", f"{problem.key}.message")
    return template.format(**problem.placeholders)


async def async_phrase(hass: HomeAssistant, language: str, key: str, **placeholders: str) -> str:
    """Return a phrase of the section `common`."""
    return (await _async_text(hass, language, "common", key)).format(**placeholders)


async def _async_text(hass: HomeAssistant, language: str, category: str, key: str) -> str:
    texts = await async_get_translations(hass, spoken_language(language), category, {DOMAIN})
    return texts[f"component.{DOMAIN}.{category}.{key}"]
