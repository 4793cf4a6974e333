"""What all features share: what works now, what the state is, and how a directive is carried out."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from typing import Any, ClassVar, cast

from homeassistant.const import ATTR_ENTITY_ID
from homeassistant.core import HomeAssistant, State, callback
from homeassistant.exceptions import HomeAssistantError

from ..cic.interfaces.message import type_of
from .settings import FeatureSettings
from .sources import TemplateSource, live_state
from .spelling import Kind
from .steps import OwnActions, ServiceStep, Step


class RefusedError(HomeAssistantError):
    """A directive that is not carried out; the text says why, and is for the log."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a directive is carried out."""

    steps: Sequence[Step] = ()
    reached: Callable[[], bool] | None = None  # None: done when the steps are


class Feature(ABC):
    """Something of the home that CLOVA takes for a feature of the device.

    A new kind is a subclass that is listed in `features.KINDS`, and a row in `spelling`.
    """

    kind: ClassVar[Kind]
    directives: ClassVar[tuple[str, ...]] = ()  # that can be meant for it
    acting: ClassVar[tuple[str, ...]] = ()  # domains whose entities can be behind it
    telling: ClassVar[tuple[str, ...]] = ()  # and those that can only tell its state

    def __init__(self, hass: HomeAssistant, settings: FeatureSettings) -> None:
        """Be made of what the user settled."""
        self.hass = hass
        self.settings = settings
        self.name = f"the feature {self.kind}"
        self.removed = False
        self._listeners: list[Callable[[], None]] = []
        self._state = self._template(settings.state)
        self._actions = {
            directive: OwnActions(sequence, f"CLOVA {self.kind} {directive}")
            for directive, sequence in settings.actions.items()
            if directive in self.directives
        }

    def _template(self, text: str | None) -> TemplateSource | None:
        return TemplateSource(self.hass, text, self.name) if text else None

    @property
    def entities(self) -> set[str]:
        """The entities whose states it tells."""
        return self.settings.entities

    @property
    def templates(self) -> list[TemplateSource]:
        """The templates whose results it tells."""
        return [self._state] if self._state else []

    @property
    def entity(self) -> State | None:
        """The entity behind it, if it is there and of a domain that can be."""
        state = live_state(self.hass, self.settings.entity_id)
        known = (*self.acting, *self.telling)
        return state if state is not None and state.domain in known else None

    def able(self) -> frozenset[str]:
        """Return the directives that can be carried out now (CIC-CX-060, CIC-CX-061)."""
        if self.settings.read_only or not self.known:
            return frozenset()
        return frozenset(name for name in self.directives if self._works(name))

    def _works(self, directive: str) -> bool:
        """Tell whether a directive of this name has an effect now."""
        return directive in self._actions or self._entity_can(directive)

    def _entity_can(self, directive: str) -> bool:
        """Tell whether the entity does this by itself."""
        return False

    @property
    def known(self) -> bool:
        """Whether its state is known, so that CLOVA can be told of it at all."""
        return self.info() is not None

    @abstractmethod
    def info(self, can: frozenset[str] = frozenset()) -> object | None:
        """Return the object of Device.DeviceState; None while there is nothing true to tell."""

    @abstractmethod
    def plan(self, directive: object, word: str) -> Plan:
        """Say how to carry out a directive whose target is `word`; RefusedError if it cannot be."""

    @contextmanager
    def about_to(self, directive: object) -> Iterator[None]:
        """Tell the state that a directive leads to, for a report that has to go first."""
        yield

    def cuts_link(self, directive: object) -> bool:
        """Tell whether a directive costs the connection, so that the report goes first."""
        return False

    def own(self, directive: object, **variables: Any) -> tuple[Step, ...]:
        """Return the user's actions for a directive; none if the entity has to do it.

        Their templates know the directive as `command`, its fields, and these variables.
        """
        name = type_of(directive).name
        actions = self._actions.get(name)
        if actions is None:
            return ()
        found = {
            item.name: getattr(directive, item.name) for item in fields(cast("Any", directive))
        }
        told = {field: value for field, value in found.items() if value is not None}
        return (replace(actions, variables={"command": name, **told, **variables}),)

    def call(self, service: str, **data: Any) -> ServiceStep:
        """Return a call of a service of the entity's own domain."""
        if self.settings.entity_id is None:
            raise RefusedError(f"{self.name} has no entity")
        return self.call_on(self.settings.entity_id, service, **data)

    def call_on(self, entity_id: str, service: str, **data: Any) -> ServiceStep:
        """Return a call of a service of an entity's own domain."""
        domain = entity_id.partition(".")[0]
        return ServiceStep(domain, service, {ATTR_ENTITY_ID: entity_id, **data})

    # Who waits for its state

    @callback
    def async_listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Have a listener called whenever the state may have changed; return the end of that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    @callback
    def async_changed(self) -> None:
        """Tell those who wait."""
        for listener in list(self._listeners):
            listener()

    @callback
    def async_remove(self) -> None:
        """End: whoever waits for an effect learns that there will be none."""
        self.removed = True
        self.async_changed()
