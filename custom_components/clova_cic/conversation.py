"""CLOVA as a conversation agent: one sentence up, one answer back."""

from typing import override

from homeassistant.components.conversation import (
    AssistantContent,
    ChatLog,
    ConversationEntity,
    ConversationInput,
    ConversationResult,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.intent import IntentResponse, IntentResponseErrorCode
from homeassistant.util import dt as dt_util

from .cic import CicError, Reply, UsageError
from .cic.interfaces.clova import HELP
from .const import LOGGER
from .coordinator import ClovaConfigEntry, ClovaCoordinator
from .entity import ClovaEntity
from .errors import describe
from .links import async_show_link, link_of
from .phrases import LANGUAGES, async_phrase, async_problem_text, spoken_language

PARALLEL_UPDATES = 0  # ring 1 decides which sentence waits for which


async def async_setup_entry(
    hass: HomeAssistant,
    entry: ClovaConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the agent."""
    async_add_entities([ClovaConversationEntity(entry.runtime_data)])


class ClovaConversationEntity(ClovaEntity, ConversationEntity):
    """The device's agent.

    Home Assistant passes sentences on even while the entity is unavailable. They wait a moment for
    the channel, and if it does not come the answer says why.
    """

    _attr_name = None  # the device's main feature

    def __init__(self, coordinator: ClovaCoordinator) -> None:
        """Belong to the device."""
        super().__init__(coordinator, "agent")

    @property
    @override
    def supported_languages(self) -> list[str]:
        """Return the languages that CLOVA speaks."""
        return list(LANGUAGES)

    @override
    async def _async_handle_message(
        self, user_input: ConversationInput, chat_log: ChatLog
    ) -> ConversationResult:
        """Ask CLOVA; every failure becomes a sentence in the language of the question."""
        response = IntentResponse(language=user_input.language)
        continues = False
        try:
            speech, continues = await self._async_answer(user_input, chat_log.conversation_id)
        except CicError as err:
            speech = await self._async_failure(err, user_input.language)
            response.async_set_error(_error_code(err), speech)
        else:
            response.async_set_speech(speech)
        chat_log.async_add_assistant_content_without_tools(
            AssistantContent(agent_id=user_input.agent_id, content=speech)
        )
        return ConversationResult(
            response=response,
            conversation_id=chat_log.conversation_id,
            continue_conversation=continues,
        )

    async def _async_answer(
        self, user_input: ConversationInput, conversation_id: str
    ) -> tuple[str, bool]:
        """Return the answer, and whether CLOVA waits for one in turn. Raises CicError.

        What CLOVA suggested is chosen by its label: its link is shown, or its query sent.
        """
        language = user_input.language
        chosen = self.coordinator.suggestions.chosen_by(user_input.text)
        if chosen is not None and (link := link_of(chosen)) is not None:
            await async_show_link(self.hass, link, self.coordinator.config_entry, language)
            return await async_phrase(self.hass, language, "link_shown"), False
        reply = await self.coordinator.client.ask(
            chosen.query if chosen else user_input.text, conversation=conversation_id
        )
        return await self._async_speech(reply, language), reply.continues

    async def _async_failure(self, error: CicError, language: str) -> str:
        """Return the sentence that tells the failure."""
        LOGGER.debug("%s: no answer: %s", self.coordinator.name, error)
        problem = describe(error, self.coordinator.client_config.base_url)
        return await async_problem_text(self.hass, language, problem)

    async def _async_speech(self, reply: Reply, language: str) -> str:
        """Return the answer's text, never empty: a pipeline would wait for speech that never comes."""
        text = reply.text(spoken_language(language), dt_util.now())
        if text is None:
            text = await async_phrase(self.hass, language, _stand_in(reply))
        if reply.suggestions:
            offered = " · ".join(reply.suggestions)
            text += "\n" + await async_phrase(self.hass, language, "suggestions", offered=offered)
        return text


def _stand_in(reply: Reply) -> str:
    """Return the key of the phrase for an answer without words."""
    if reply.has(HELP):
        return "help_shown"
    return "spoken_reply" if reply.spoken else "silent_reply"


def _error_code(error: CicError) -> IntentResponseErrorCode:
    if isinstance(error, UsageError):
        return IntentResponseErrorCode.NO_INTENT_MATCH
    return IntentResponseErrorCode.FAILED_TO_HANDLE
