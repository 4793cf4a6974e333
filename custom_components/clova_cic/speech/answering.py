"""An answer, or why there is none, in words for a person."""

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from ..cic import CicError, Reply
from ..cic.interfaces.clova import HELP
from ..const import LOGGER
from ..coordinator import ClovaCoordinator
from ..errors import describe
from ..phrases import async_phrase, async_problem_text, spoken_language


async def async_answer_text(hass: HomeAssistant, reply: Reply, language: str) -> str:
    """Return the answer's text, never empty: a pipeline would wait for speech that never comes."""
    text = reply.text(spoken_language(language), dt_util.now())
    if text is None:
        text = await async_phrase(hass, language, _stand_in(reply))
    if reply.suggestions:
        offered = " · ".join(reply.suggestions)
        text += "\n" + await async_phrase(hass, language, "suggestions", offered=offered)
    return text


async def async_failure_text(coordinator: ClovaCoordinator, error: CicError, language: str) -> str:
    """Return the sentence that tells a failure."""
    LOGGER.debug("%s: no answer: %s", coordinator.name, error)
    problem = describe(error, coordinator.client_config.base_url)
    return await async_problem_text(coordinator.hass, language, problem)


def _stand_in(reply: Reply) -> str:
    """Return the key of the phrase for an answer without words."""
    if reply.has(HELP):
        return "help_shown"
    return "spoken_reply" if reply.spoken else "silent_reply"
