"""The forms of the dialogs. What a form says of each field is in the translations."""

from collections.abc import Mapping
from typing import Any, Final

from homeassistant.const import (
    CONF_ACCESS_TOKEN,
    CONF_CLIENT_ID,
    CONF_CLIENT_SECRET,
    CONF_DEVICE_ID,
    CONF_VERIFY_SSL,
)
from homeassistant.data_entry_flow import section
from homeassistant.helpers.selector import (
    BooleanSelector,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)
import voluptuous as vol

from ..account.entry_settings import EntrySettings, SignIn
from ..cic import DEFAULT_AUTH_URL, DEFAULT_BASE_URL
from ..const import (
    CONF_ACCOUNT_TOKEN,
    CONF_AUTH_URL,
    CONF_BASE_URL,
    CONF_DEVICE_TAGS,
    CONF_EXPIRES_IN,
    CONF_MODEL_ID,
    CONF_REFRESH_TOKEN,
    CONF_USER_AGENT,
)

SECTION_SERVERS: Final = "servers"
SECTION_RENEWAL: Final = "renewal"
SECTION_AUTH_SERVER: Final = "auth_server"
SECTION_CLIENT: Final = "client"
SECTION_TOKEN: Final = "token"  # noqa: S105 (the name of a section)

CONF_AGREED: Final = "agreed"
CONF_LANDING: Final = "landing"

SECRETS: Final = frozenset(
    {CONF_ACCESS_TOKEN, CONF_ACCOUNT_TOKEN, CONF_CLIENT_SECRET, CONF_REFRESH_TOKEN}
)

MAX_LIFETIME: Final = 10 * 365 * 86400  # seconds; the longest in CLOVA's samples is 150 days

_TEXT: Final = TextSelector(TextSelectorConfig(type=TextSelectorType.TEXT, autocomplete="off"))
_ADDRESS: Final = TextSelector(TextSelectorConfig(type=TextSelectorType.URL))
_SECRET: Final = TextSelector(
    TextSelectorConfig(type=TextSelectorType.PASSWORD, autocomplete="off")
)
_SECONDS: Final = NumberSelector(
    NumberSelectorConfig(
        min=0, max=MAX_LIFETIME, step=1, mode=NumberSelectorMode.BOX, unit_of_measurement="s"
    )
)
_TAGS: Final = TextSelector(TextSelectorConfig(multiple=True))


def _section(fields: Mapping[vol.Marker, Any]) -> section:
    return section(vol.Schema(dict(fields)), {"collapsed": True})


_SERVERS: Final[dict[vol.Marker, Any]] = {
    vol.Required(SECTION_SERVERS): _section(
        {
            vol.Required(CONF_BASE_URL, default=DEFAULT_BASE_URL): _ADDRESS,
            vol.Required(CONF_AUTH_URL, default=DEFAULT_AUTH_URL): _ADDRESS,
            vol.Required(CONF_VERIFY_SSL, default=True): BooleanSelector(),
        }
    )
}
_CLIENT: Final[dict[vol.Marker, Any]] = {
    vol.Required(CONF_CLIENT_ID): _TEXT,
    vol.Required(CONF_CLIENT_SECRET): _SECRET,
    vol.Required(CONF_MODEL_ID): _TEXT,
}
_OPTIONAL_CLIENT: Final[dict[vol.Marker, Any]] = {
    vol.Optional(CONF_CLIENT_ID): _TEXT,
    vol.Optional(CONF_CLIENT_SECRET): _SECRET,
    vol.Optional(CONF_MODEL_ID): _TEXT,
}
_RENEWAL: Final[dict[vol.Marker, Any]] = {
    vol.Optional(CONF_REFRESH_TOKEN): _SECRET,
    vol.Optional(CONF_EXPIRES_IN): _SECONDS,
}

ACCOUNT_SCHEMA: Final = vol.Schema(
    {**_CLIENT, vol.Required(CONF_ACCOUNT_TOKEN): _SECRET, **_SERVERS}
)
GUEST_SCHEMA: Final = vol.Schema({**_CLIENT, **_SERVERS})
TOKEN_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_ACCESS_TOKEN): _SECRET,
        vol.Required(SECTION_RENEWAL): _section(
            {**_RENEWAL, **_OPTIONAL_CLIENT, vol.Optional(CONF_DEVICE_ID): _TEXT}
        ),
        **_SERVERS,
    }
)
OWN_SERVER_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_BASE_URL): _ADDRESS,
        vol.Optional(CONF_ACCESS_TOKEN): _SECRET,
        vol.Required(CONF_VERIFY_SSL, default=True): BooleanSelector(),
        vol.Required(SECTION_AUTH_SERVER): _section(
            {
                vol.Optional(CONF_AUTH_URL): _ADDRESS,
                **_OPTIONAL_CLIENT,
                vol.Optional(CONF_ACCOUNT_TOKEN): _SECRET,
            }
        ),
    }
)
FORMS: Final = {
    SignIn.NAVER: ACCOUNT_SCHEMA,
    SignIn.LINE: ACCOUNT_SCHEMA,
    SignIn.GUEST: GUEST_SCHEMA,
    SignIn.TOKEN: TOKEN_SCHEMA,
    SignIn.OWN_SERVER: OWN_SERVER_SCHEMA,
}

TERMS_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_AGREED, default=False): BooleanSelector(),
        vol.Optional(CONF_LANDING): _TEXT,
    }
)

REAUTH_ACCOUNT_SCHEMA: Final = vol.Schema({vol.Required(CONF_ACCOUNT_TOKEN): _SECRET})
REAUTH_SERVER_SCHEMA: Final = vol.Schema({vol.Optional(CONF_ACCOUNT_TOKEN): _SECRET})
REAUTH_GUEST_SCHEMA: Final = vol.Schema({})
REAUTH_TOKEN_SCHEMA: Final = vol.Schema({vol.Required(CONF_ACCESS_TOKEN): _SECRET, **_RENEWAL})

RECONFIGURE_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_BASE_URL): _ADDRESS,
        vol.Optional(CONF_AUTH_URL): _ADDRESS,
        vol.Required(CONF_VERIFY_SSL): BooleanSelector(),
        vol.Required(SECTION_CLIENT): _section(
            {
                **_OPTIONAL_CLIENT,
                vol.Optional(CONF_USER_AGENT): _TEXT,
                vol.Optional(CONF_DEVICE_TAGS): _TAGS,
            }
        ),
        vol.Required(SECTION_TOKEN): _section(
            {vol.Optional(CONF_ACCESS_TOKEN): _SECRET, **_RENEWAL}
        ),
    }
)


def present_values(settings: EntrySettings) -> dict[str, Any]:
    """Return an entry's settings the way the form of a reconfiguration has them; no secret."""
    client: dict[str, Any] = {CONF_DEVICE_TAGS: list(settings.device_tags)}
    if settings.client is not None:
        client[CONF_CLIENT_ID] = settings.client.client_id
        client[CONF_MODEL_ID] = settings.client.model_id
    if settings.user_agent is not None:
        client[CONF_USER_AGENT] = settings.user_agent
    values: dict[str, Any] = {
        CONF_BASE_URL: settings.base_url,
        CONF_VERIFY_SSL: settings.verify_ssl,
        SECTION_CLIENT: client,
    }
    if settings.auth_url is not None:
        values[CONF_AUTH_URL] = settings.auth_url
    return values


def without_secrets(form: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was typed, to be shown again; secrets have to be typed anew."""
    return {
        key: without_secrets(value) if isinstance(value, Mapping) else value
        for key, value in form.items()
        if key not in SECRETS
    }
