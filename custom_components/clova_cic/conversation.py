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

from .cic import CicError, Reply, UsageError
from .const import LOGGER
from .coordinator import ClovaConfigEntry, ClovaCoordinator
from .entity import ClovaEntity
from .errors import describe
from .phrases import LANGUAGES, async_phrase, async_problem_text

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
            reply = await self.coordinator.client.ask(
                user_input.text, conversation=chat_log.conversation_id
            )
        except CicError as err:
            speech = await self._async_failure(err, user_input.language)
            response.async_set_error(_error_code(err), speech)
        else:
            continues = reply.continues
            speech = await self._async_speech(reply, user_input.language)
            response.async_set_speech(speech)
        chat_log.async_add_assistant_content_without_tools(
            AssistantContent(agent_id=user_input.agent_id, content=speech)
        )
        return ConversationResult(
            response=response,
            conversation_id=chat_log.conversation_id,
            continue_conversation=continues,
        )

    async def _async_failure(self, error: CicError, language: str) -> str:
        """Return the sentence that tells the failure."""
        LOGGER.debug("%s: no answer: %s", self.coordinator.name, error)
        problem = describe(error, self.coordinator.client_config.base_url)
        return await async_problem_text(self.hass, language, problem)

    async def _async_speech(self, reply: Reply, language: str) -> str:
        """Return the answer's text, never empty: a pipeline would wait for speech that never comes."""
        if reply.text:
            return reply.text
        key = "spoken_reply" if reply.spoken else "silent_reply"
        return await async_phrase(self.hass, language, key)


def _error_code(error: CicError) -> IntentResponseErrorCode:
    if isinstance(error, UsageError):
        return IntentResponseErrorCode.NO_INTENT_MATCH
    return IntentResponseErrorCode.FAILED_TO_HANDLE
