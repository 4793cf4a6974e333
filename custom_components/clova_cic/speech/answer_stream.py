"""One answer on its way into the chat log: its words at once, the sign that it sounds, the rest."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Final

from homeassistant.components.conversation import (
    AssistantContentDeltaDict,
    ToolResultContentDeltaDict,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.llm import ToolInput, ToolResult

from ..cic import CicError, Reply, Turn
from ..const import LOGGER
from ..phrases import async_phrase
from .answering import async_answer_text
from .voice import Voice

# Home Assistant begins to speak, and keeps no copy, when text is followed by a tool call.
VOICE_TOOL: Final = "clova_voice"

# Seconds by which the first sound leaves before Home Assistant is busy with the rest of the answer.
LEAD: Final = 0.005

type Delta = AssistantContentDeltaDict | ToolResultContentDeltaDict


class AnswerStream:
    """Makes the deltas of an answer; `text` is what they have said, `reply` is there at the end."""

    def __init__(self, hass: HomeAssistant, voice: Voice, turn: Turn, language: str) -> None:
        """Belong to a turn that is in effect."""
        self.text = ""
        self.reply: Reply | None = None
        self._hass = hass
        self._voice = voice
        self._turn = turn
        self._language = language

    async def deltas(self, words: str | None, *, heard: bool) -> AsyncGenerator[Delta]:
        """Yield them. `words` are what is known already; `heard`: somebody may want to hear it.

        Raises what keeps the answer away, but only while nothing of it has been told.
        """
        call = ToolInput(VOICE_TOOL, {}, external=True)  # clients see the arguments: there are none
        # In one delta: each is a message to whoever watches, on the way to the first sound.
        yield {"role": "assistant", **self._say(words)} if words else {"role": "assistant"}
        sounds = heard and await self._async_sounds()
        if sounds:
            if not self.text:
                yield {"content": " "}  # a tool call counts only after text
            yield {"tool_calls": [call]}
            self._voice.expect_listener(self._turn.conversation)
            await asyncio.sleep(LEAD)
        if rest := await self._async_rest(sounds=sounds):
            yield self._say(rest)
        if sounds:
            # Other agents of the same conversation need a result for each call.
            yield {
                "role": "tool_result",
                "tool_call_id": call.id,
                "tool_name": call.tool_name,
                "result": ToolResult(data={}),
            }

    def _say(self, text: str) -> AssistantContentDeltaDict:
        self.text += text
        return {"content": text}

    async def _async_sounds(self) -> bool:
        """Wait until it is known whether there is anything to hear."""
        await self._turn.speech.begun.wait()
        return self._turn.collected().spoken

    async def _async_rest(self, *, sounds: bool) -> str:
        """Wait for the end; return what is still to be said. What was told stays told."""
        try:
            self.reply = await self._turn.reply()
        except CicError as err:
            if not self.text and not sounds:
                raise
            LOGGER.debug("An answer broke off: %s", err)
            if self.text:
                return ""
            return await async_phrase(self._hass, self._language, "spoken_reply")
        whole = await async_answer_text(self._hass, self.reply, self._language)
        if whole.startswith(self.text):
            return whole[len(self.text) :]
        return f"\n{whole}"
