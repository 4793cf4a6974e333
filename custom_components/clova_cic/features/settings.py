"""What a user has settled about a feature: the data of its subentry."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Self

from homeassistant.config_entries import ConfigSubentry
from homeassistant.const import CONF_ENTITY_ID

from .spelling import Kind

SUBENTRY_TYPE: Final = "feature"

CONF_KIND: Final = "kind"
CONF_STATE: Final = "state"
CONF_READ_ONLY: Final = "read_only"
CONF_CUTS_LINK: Final = "cuts_link"
CONF_ACTIONS: Final = "actions"
CONF_MINIMUM: Final = "minimum"
CONF_MAXIMUM: Final = "maximum"
CONF_STEP: Final = "step"
CONF_MODES: Final = "modes"
CONF_CHARGING: Final = "charging"
CONF_NETWORK: Final = "network"
CONF_PAIRED: Final = "paired"
CONF_FOUND: Final = "found"
CONF_PAIRING: Final = "pairing"
CONF_PIN: Final = "pin"

ENTITIES: Final = (CONF_ENTITY_ID, CONF_CHARGING, CONF_NETWORK, CONF_PAIRING, CONF_PIN)
"""The keys that name an entity."""


@dataclass(frozen=True, slots=True)
class FeatureSettings:
    """One feature. What is not settled is None, or empty."""

    kind: Kind
    entity_id: str | None = None  # acts, and tells the state
    state: str | None = None  # a template that tells the state instead
    read_only: bool = False
    cuts_link: bool = False  # switching it costs Home Assistant its own connection (CIC-DC-032)
    actions: Mapping[str, list[dict[str, Any]]] = field(default_factory=dict)  # by directive
    minimum: float | None = None  # of the entity's values
    maximum: float | None = None
    step: int | None = None  # on CLOVA's scale
    modes: Mapping[str, str] = field(default_factory=dict)  # by CLOVA's word, the entity's option
    charging: str | None = None  # the entity that tells whether a battery is charged
    network: str | None = None  # the entity that tells the network's name
    paired: str | None = None  # templates of lists of Bluetooth peers
    found: str | None = None
    pairing: str | None = None  # the entity that is on during pairing
    pin: str | None = None  # the entity that names the peer that asks for a PIN

    @classmethod
    def of(cls, subentry: ConfigSubentry) -> Self | None:
        """Read a subentry; None for a kind that this release does not know."""
        data = subentry.data
        if data.get(CONF_KIND) not in list(Kind):
            return None
        known = cls.__dataclass_fields__
        values = {key: value for key, value in data.items() if key in known}
        return cls(**values | {CONF_KIND: Kind(data[CONF_KIND])})

    @property
    def entities(self) -> set[str]:
        """The entities that it is made of."""
        return {found for key in ENTITIES if (found := getattr(self, key))}
