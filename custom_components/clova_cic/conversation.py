"""CLOVA as a conversation agent: one sentence up, one answer back."""

from contextlib import aclosing
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

from .cic import CicError, NoAnswerError, Turn, UsageError, VoiceTurn
from .coordinator import ClovaConfigEntry, ClovaCoordinator
from .entity import ClovaEntity
from .links import async_show_link, link_of
from .phrases import LANGUAGES, async_phrase, spoken_language
from .speech.answer_stream import AnswerStream
from .speech.answering import async_failure_text
from .speech.satellite import device_of, satellite_of
from .speech.voice import UNHEARD_TEXT

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
    _attr_supports_streaming = True

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
            speech, continues = await self._async_answer(user_input, chat_log)
        except CicError as err:
            speech = await async_failure_text(self.coordinator, err, user_input.language)
            response.async_set_error(_error_code(err), speech)
            _add_to_log(chat_log, user_input, speech)
        else:
            response.async_set_speech(speech)
        return ConversationResult(
            response=response,
            conversation_id=chat_log.conversation_id,
            continue_conversation=continues,
        )

    async def _async_answer(
        self, user_input: ConversationInput, chat_log: ChatLog
    ) -> tuple[str, bool]:
        """Put the answer into the log; return it, and whether CLOVA waits for one in turn.

        What was spoken to CLOVA is answered already. What CLOVA suggested is chosen by its label:
        its link is shown, or its query sent. Raises CicError.
        """
        text, conversation = user_input.text, chat_log.conversation_id
        self.coordinator.voice.heard_on(
            conversation, satellite_of(self.hass, user_input.satellite_id, user_input.device_id)
        )
        self.coordinator.speaker.async_asked_by(
            device_of(self.hass, user_input.satellite_id, user_input.device_id)
        )
        spoken = self.coordinator.voice.claim(conversation, text)
        if spoken is None and text == UNHEARD_TEXT:
            raise NoAnswerError("what was spoken is not known any more")
        chosen = self.coordinator.suggestions.chosen_by(text) if spoken is None else None
        if chosen is not None and (link := link_of(chosen)) is not None:
            await async_show_link(
                self.hass, link, self.coordinator.config_entry, user_input.language
            )
            shown = await async_phrase(self.hass, user_input.language, "link_shown")
            _add_to_log(chat_log, user_input, shown)
            return shown, False
        turn = spoken or self.coordinator.client.begin(
            chosen.query if chosen else text, conversation=conversation
        )
        if chat_log.delta_listener is None:
            turn.speech.let_go()  # outside a pipeline nobody speaks
        try:
            return await self._async_tell(turn, user_input, chat_log)
        except BaseException:
            turn.discard()  # nobody waits for the rest of it
            self.coordinator.voice.withdraw(conversation)
            raise

    async def _async_tell(
        self, turn: Turn, user_input: ConversationInput, chat_log: ChatLog
    ) -> tuple[str, bool]:
        """Tell the answer as it comes. Raises CicError before anything of it was told."""
        language = user_input.language
        words = await turn.words(spoken_language(language), dt_util.now())
        if words is None and turn.ended:
            await turn.reply()  # raises if nothing is to come
        voice = self.coordinator.voice
        if not isinstance(turn, VoiceTurn):
            voice.reports.cut_off()  # a new dialogue has begun (CIC-SS-014)
        heard = not turn.speech.stopped
        if heard:
            voice.offer(turn.conversation, turn)
        answer = AnswerStream(self.hass, voice, turn, language)
        deltas = answer.deltas(words, heard=heard)
        try:
            async with aclosing(deltas):
                log = chat_log.async_add_delta_content_stream(user_input.agent_id, deltas)
                async for _ in log:
                    pass
        except BaseException:
            voice.withdraw(turn.conversation)
            voice.reports.cut_off()
            raise
        if not heard or not turn.collected().spoken:
            voice.withdraw(turn.conversation)
        return answer.text, answer.reply is not None and answer.reply.continues


def _add_to_log(chat_log: ChatLog, user_input: ConversationInput, speech: str) -> None:
    """Add a sentence of our own."""
    chat_log.async_add_assistant_content_without_tools(
        AssistantContent(agent_id=user_input.agent_id, content=speech)
    )


def _error_code(error: CicError) -> IntentResponseErrorCode:
    if isinstance(error, UsageError):
        return IntentResponseErrorCode.NO_INTENT_MATCH
    return IntentResponseErrorCode.FAILED_TO_HANDLE
