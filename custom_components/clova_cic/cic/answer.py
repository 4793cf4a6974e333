"""What there is to read of an answer (conversation text from directives)."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from .errors import MessageError
from .interfaces.clova import RENDER_TEMPLATE, RENDER_TEXT, RenderTemplate, RenderText
from .interfaces.payload import read
from .interfaces.speech_synthesizer import SPEAK, SpokenText
from .messages import Directive


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """The answer to one request."""

    text: str | None = field(repr=False)  # None: nothing to read, at most something to hear
    continues: bool  # CLOVA asks back and waits for an answer
    directives: tuple[Directive, ...] = field(repr=False)

    @property
    def spoken(self) -> bool:
        """Whether there is something to hear."""
        return any(directive.qualified_name == SPEAK for directive in self.directives)


def text_of(directives: Iterable[Directive]) -> str | None:
    """Return RenderText's words, else what Speak says it says, else a template's stand-in.

    Several of one kind are joined by lines, in order of arrival. A directive whose payload does
    not fit gives nothing; the others still count.
    """
    found: dict[str, list[str]] = {RENDER_TEXT: [], SPEAK: [], RENDER_TEMPLATE: []}
    for directive in directives:
        if directive.qualified_name in found and (text := _text(directive)):
            found[directive.qualified_name].append(text)
    return next(("\n".join(texts) for texts in found.values() if texts), None)


def _text(directive: Directive) -> str | None:
    """Read the words of one directive, None if it has none."""
    try:
        match directive.qualified_name:
            case "Clova.RenderText":
                return read(RenderText, directive.payload).text.strip()
            case "Clova.RenderTemplate":
                return read(RenderTemplate, directive.payload).failure_message.value.strip()
            case _:
                return read(SpokenText, directive.payload).tts_text.strip()
    except MessageError:
        return None
