"""What there is to read of an answer: the text of a conversation, made of directives."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from .errors import MessageError
from .interfaces.clova import (
    RENDER_SUGGESTION,
    RENDER_TEMPLATE,
    RENDER_TEXT,
    RenderSuggestion,
    RenderTemplate,
    RenderText,
)
from .interfaces.message import read_directive
from .interfaces.payload import read
from .interfaces.speech_recognizer import EXPECT_SPEECH
from .interfaces.speech_synthesizer import SPEAK, SpokenText
from .messages import Directive
from .suggestions import MAX_SUGGESTIONS
from .templates import summary

_PARTS: Final = frozenset({RENDER_TEXT, RENDER_TEMPLATE, EXPECT_SPEECH})


def is_part_of_answer(directive: Directive) -> bool:
    """Tell whether an answer shows this directive or goes on with it; one that fits its type."""
    if directive.qualified_name not in _PARTS:
        return False
    try:
        return read_directive(directive) is not None
    except MessageError:
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """The answer to one request."""

    continues: bool  # CLOVA asks back and waits for an answer
    directives: tuple[Directive, ...] = field(repr=False)

    def has(self, qualified_name: str) -> bool:
        """Tell whether such a directive is among them."""
        return any(directive.qualified_name == qualified_name for directive in self.directives)

    @property
    def spoken(self) -> bool:
        """Whether there is something to hear."""
        return self.has(SPEAK)

    @property
    def suggestions(self) -> tuple[str, ...]:
        """What CLOVA suggests to ask next, in its words."""
        found: list[str] = []
        for directive in self.directives:
            if directive.qualified_name == RENDER_SUGGESTION:
                try:
                    offered = read(RenderSuggestion, directive.payload).suggestions
                except MessageError:
                    continue
                found += [each.label for each in offered]
        return tuple(found[:MAX_SUGGESTIONS])

    def shown_text(self) -> str | None:
        """Return the words of RenderText, None if none came."""
        return self._words(RENDER_TEXT, lambda payload: read(RenderText, payload).text)

    def text(self, language: str, now: datetime) -> str | None:
        """Return RenderText's words, else what templates show, else what Speak says it says.

        Several of one kind are joined by lines, in order of arrival. A directive whose payload
        does not fit gives nothing; the others still count. None: nothing to read, at most
        something to hear. `language` and `now`, in the device's zone, are for templates.
        """

        def template(payload: Mapping[str, Any]) -> str:
            return "\n".join(
                summary(read(RenderTemplate, payload).received, language=language, now=now)
            )

        return (
            self.shown_text()
            or self._words(RENDER_TEMPLATE, template)
            or self._words(SPEAK, lambda payload: read(SpokenText, payload).tts_text)
        )

    def _words(self, name: str, words_of: Callable[[Mapping[str, Any]], str]) -> str | None:
        """Join the words of all directives of a kind, None if they have none."""
        found: list[str] = []
        for directive in self.directives:
            if directive.qualified_name == name:
                try:
                    found.append(words_of(directive.payload).strip())
                except MessageError:
                    continue
        return "\n".join(filter(None, found)) or None
