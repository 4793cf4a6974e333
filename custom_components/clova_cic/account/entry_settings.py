"""What an entry's data says: where its servers are, and as which client it signs in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, Self

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_CLIENT_ID, CONF_CLIENT_SECRET, CONF_VERIFY_SSL

from ..cic import DEFAULT_AUTH_URL, DEFAULT_BASE_URL, ClientIdentity
from ..const import (
    CONF_AUTH_URL,
    CONF_BASE_URL,
    CONF_DEVICE_TAGS,
    CONF_MODEL_ID,
    CONF_SIGN_IN,
    CONF_USER_AGENT,
)

ENTRY_VERSION: Final = 1
ENTRY_MINOR_VERSION: Final = 2
"""2: `sign_in` says how the entry got its token; before, every token was pasted."""


class SignIn(StrEnum):
    """The ways to a token."""

    NAVER = "naver"
    LINE = "line"
    GUEST = "guest"
    TOKEN = "token"  # noqa: S105 (the name of a way)
    OWN_SERVER = "own_server"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientData:
    """What CLOVA registered the client as."""

    client_id: str = field(repr=False)
    client_secret: str = field(repr=False)
    model_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntrySettings:
    """The data of an entry but for its device id; the tokens are in the CredentialStore."""

    base_url: str
    verify_ssl: bool
    sign_in: SignIn
    auth_url: str | None = None
    """None: a server of one's own that only knows fixed tokens."""
    client: ClientData | None = None
    """None: a token was pasted, so it can neither be renewed nor revoked."""
    user_agent: str | None = None
    """None: the integration's own."""
    device_tags: tuple[str, ...] = ()

    @classmethod
    def of(cls, entry: ConfigEntry[Any]) -> Self:
        """Read an entry."""
        data = entry.data
        client = None
        if data.get(CONF_CLIENT_ID):
            client = ClientData(
                client_id=data[CONF_CLIENT_ID],
                client_secret=data.get(CONF_CLIENT_SECRET, ""),
                model_id=data.get(CONF_MODEL_ID, ""),
            )
        return cls(
            base_url=data[CONF_BASE_URL],
            verify_ssl=data[CONF_VERIFY_SSL],
            sign_in=SignIn(data.get(CONF_SIGN_IN, SignIn.TOKEN)),
            auth_url=data.get(CONF_AUTH_URL),
            client=client,
            user_agent=data.get(CONF_USER_AGENT),
            device_tags=tuple(data.get(CONF_DEVICE_TAGS, ())),
        )

    def to_data(self) -> dict[str, Any]:
        """Shape it for an entry; what is not there has no key."""
        data: dict[str, Any] = {
            CONF_BASE_URL: self.base_url,
            CONF_VERIFY_SSL: self.verify_ssl,
            CONF_SIGN_IN: self.sign_in.value,
            CONF_DEVICE_TAGS: list(self.device_tags),
        }
        if self.auth_url is not None:
            data[CONF_AUTH_URL] = self.auth_url
        if self.client is not None:
            data[CONF_CLIENT_ID] = self.client.client_id
            data[CONF_CLIENT_SECRET] = self.client.client_secret
            data[CONF_MODEL_ID] = self.client.model_id
        if self.user_agent is not None:
            data[CONF_USER_AGENT] = self.user_agent
        return data

    def identity(self, device_id: str) -> ClientIdentity | None:
        """Return what the authorization API wants to know of a device, if it is known."""
        if self.client is None:
            return None
        return ClientIdentity(
            client_id=self.client.client_id,
            client_secret=self.client.client_secret,
            device_id=device_id,
            model_id=self.client.model_id,
        )


def migrated_data(data: Mapping[str, Any], minor_version: int) -> dict[str, Any]:
    """Return an older entry's data in today's form; nothing that it says is lost."""
    if minor_version >= ENTRY_MINOR_VERSION:
        return dict(data)
    is_cloud = data[CONF_BASE_URL] == DEFAULT_BASE_URL
    added: dict[str, Any] = {
        CONF_SIGN_IN: (SignIn.TOKEN if is_cloud else SignIn.OWN_SERVER).value,
        CONF_DEVICE_TAGS: [],
    }
    if is_cloud:
        added[CONF_AUTH_URL] = DEFAULT_AUTH_URL
    return added | dict(data)
