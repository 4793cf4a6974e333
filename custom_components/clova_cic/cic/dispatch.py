"""Who acts on a directive: handlers, one per CIC interface, and how they are found."""

from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
import logging
from typing import Any, ClassVar, Concatenate

from .errors import MessageError
from .interfaces.message import context_of, read_directive
from .messages import ContextObject, Directive

_LOGGER = logging.getLogger(__name__)

MAX_TOLD = 256  # names that the log has been told about; there are 101 in all editions

type Action = Callable[[], Awaitable[None]]

_HANDLED = "_clova_directive"  # the mark on a method: whose payload it takes


class InterfaceHandler:
    """Acts on the directives of one CIC interface, and tells what state it keeps.

    Its methods that are marked with `handles` get a typed payload and raise nothing that a cloud
    could provoke.
    """

    namespace: ClassVar[str]

    def context(self) -> Iterable[object]:
        """Return the payloads of the context objects that are true now (CIC-CX-001)."""
        return ()

    def refusal(self, directive: Directive) -> Action | None:
        """Return how to answer a known directive whose payload does not fit; None for nothing."""
        return None


def handles[H: InterfaceHandler, P](
    payload: type[P],
) -> Callable[
    [Callable[Concatenate[H, P, ...], Awaitable[None]]],
    Callable[Concatenate[H, P, ...], Awaitable[None]],
]:
    """Mark a method as the one that acts on directives with this payload."""

    def mark(
        method: Callable[Concatenate[H, P, ...], Awaitable[None]],
    ) -> Callable[Concatenate[H, P, ...], Awaitable[None]]:
        setattr(method, _HANDLED, payload)
        return method

    return mark


@dataclass(frozen=True, slots=True)
class Found:
    """What is known of a directive: its typed payload if it fits, and what to do if anything."""

    payload: object | None
    action: Action | None
    refusal: Action | None = None  # of a payload that does not fit


class Dispatcher:
    """Finds the handler of a directive, and gathers the state of all."""

    def __init__(self, handlers: Sequence[InterfaceHandler]) -> None:
        """Take the handlers; each directive has at most one."""
        self._handlers = tuple(handlers)
        self._methods = dict(_methods(self._handlers))
        self._told: set[str] = set()
        self.misfits: dict[str, int] = {}  # payloads that do not fit by name; "unknown" directives

    def find(self, directive: Directive) -> Found:
        """Read a directive and find who acts on it; what does not fit is told to the log, once."""
        name = directive.qualified_name
        try:
            payload = read_directive(directive)
        except MessageError as error:
            self._count_misfit(name)
            self._tell(logging.WARNING, f"CLOVA sent a {name} that does not fit: {error.reason}")
            return Found(None, None, self._refusal(directive))
        if payload is None:
            self._count_misfit("unknown")
            self._tell(logging.WARNING, f"CLOVA sent a directive that is not known: {name[:80]!r}")
            return Found(None, None)
        method = self._methods.get(type(payload))
        if method is None:
            self._tell(logging.DEBUG, f"CLOVA sent a {name}, on which nothing here acts")
            return Found(payload, None)
        return Found(payload, partial(method, payload))

    def _refusal(self, directive: Directive) -> Action | None:
        """Ask the handler of its interface what to do about a payload that does not fit."""
        found = (each for each in self._handlers if each.namespace == directive.namespace)
        handler = next(found, None)
        return None if handler is None else handler.refusal(directive)

    def context(self) -> list[ContextObject]:
        """Return the state of the device at this moment, as far as there is one to tell.

        A handler that fails keeps back its own objects only, and is told to the log once.
        """
        found: list[ContextObject] = []
        for handler in self._handlers:
            try:
                found += [context_of(state) for state in handler.context()]
            except Exception:
                if handler.namespace not in self._told:
                    self._told.add(handler.namespace)
                    _LOGGER.exception("The state of %s cannot be told", handler.namespace)
        return found

    def _count_misfit(self, name: str) -> None:
        """Count a directive that could not be read; its name is one of the protocol's or a word."""
        self.misfits[name] = self.misfits.get(name, 0) + 1

    def _tell(self, level: int, what: str) -> None:
        """Log something once."""
        if what not in self._told and len(self._told) < MAX_TOLD:
            self._told.add(what)
            _LOGGER.log(level, "%s", what)


def _methods(
    handlers: Iterable[InterfaceHandler],
) -> Iterator[tuple[type[Any], Callable[[Any], Awaitable[None]]]]:
    """Walk over the marked methods of the handlers."""
    for handler in handlers:
        for name in dir(type(handler)):
            payload = getattr(getattr(type(handler), name), _HANDLED, None)
            if payload is not None:
                yield payload, getattr(handler, name)
