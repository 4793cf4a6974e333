"""From forms to requests: everything a person typed is checked here, before any network is asked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
import re
import time
from typing import Any, Final

from homeassistant.const import (
    CONF_ACCESS_TOKEN,
    CONF_CLIENT_ID,
    CONF_CLIENT_SECRET,
    CONF_DEVICE_ID,
    CONF_VERIFY_SSL,
)

from ..account.auth_http import PlainHttpError, normalise_auth_url
from ..account.entry_settings import ClientData, EntrySettings, SignIn
from ..account.probing import RejectedInputError
from ..cic import TokenPair, UsageError, check_user_agent, is_vendor_host, normalise_base_url
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
from .schemas import (
    SECTION_AUTH_SERVER,
    SECTION_CLIENT,
    SECTION_RENEWAL,
    SECTION_SERVERS,
    SECTION_TOKEN,
)

BASE: Final = "base"  # Home Assistant shows an error of the whole form under this key

# A MAC address or a UUID, as CIC-A-008 wants it.
_DEVICE_ID: Final = re.compile(
    r"[0-9A-Fa-f]{2}(?:([:-]?)[0-9A-Fa-f]{2})(?:\1[0-9A-Fa-f]{2}){4}"
    r"|[0-9A-Fa-f]{8}(-?)[0-9A-Fa-f]{4}\2[0-9A-Fa-f]{4}\2[0-9A-Fa-f]{4}\2[0-9A-Fa-f]{12}"
)
_TAG: Final = re.compile(r"[!-+\--~]+")  # printable ASCII but for the comma that separates tags


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Whom the authorization server is asked for."""

    token: str | None = field(repr=False)
    """None: a guest."""
    is_code: bool = False
    """Whether `token` is an authorization code, as LINE has it, rather than an access token."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a dialog wants. Neither `account` nor `tokens`: the entry's tokens stay."""

    settings: EntrySettings
    account: Account | None = None
    tokens: TokenPair | None = None
    device_id: str | None = None
    """The device that pasted tokens were made for, if the person knows."""


def new_request(way: SignIn, form: Mapping[str, Any]) -> Request:
    """Read the form that adds a device; raises RejectedInputError."""
    return _READERS[way](form)


def _account(way: SignIn) -> Callable[[Mapping[str, Any]], Request]:
    def read(form: Mapping[str, Any]) -> Request:
        settings = _servers(form, way, _client(form))
        token = None if way is SignIn.GUEST else _token(form, CONF_ACCOUNT_TOKEN)
        return Request(settings=settings, account=Account(token=token, is_code=way is SignIn.LINE))

    return read


def _pasted(form: Mapping[str, Any]) -> Request:
    renewal = form[SECTION_RENEWAL]
    client = _client(renewal) if _any_client(renewal) else None
    settings = _servers(form, SignIn.TOKEN, client)
    pair = _pair({**renewal, CONF_ACCESS_TOKEN: form.get(CONF_ACCESS_TOKEN, "")})
    if pair.refresh_token is not None and client is None:
        raise RejectedInputError(BASE, "client_missing")
    device_id = renewal.get(CONF_DEVICE_ID, "").strip() or None
    if device_id is not None and not _DEVICE_ID.fullmatch(device_id):
        raise RejectedInputError(BASE, "invalid_device_id")
    return Request(settings=settings, tokens=pair, device_id=device_id)


def _own_server(form: Mapping[str, Any]) -> Request:
    """Read the form of a server of one's own: a token, or whom its authorization server knows."""
    auth = form[SECTION_AUTH_SERVER]
    has_auth = bool(auth.get(CONF_AUTH_URL, "").strip())
    settings = EntrySettings(
        base_url=_base_url(form),
        auth_url=_auth_url(auth, BASE) if has_auth else None,
        verify_ssl=form[CONF_VERIFY_SSL],
        sign_in=SignIn.OWN_SERVER,
        client=_client(auth) if has_auth or _any_client(auth) else None,
    )
    _check_verification(settings, CONF_VERIFY_SSL)
    if form.get(CONF_ACCESS_TOKEN, "").strip() or not has_auth:
        return Request(settings=settings, tokens=_pair(form))
    return Request(settings=settings, account=_account_or_guest(auth))


_READERS: Final[Mapping[SignIn, Callable[[Mapping[str, Any]], Request]]] = {
    SignIn.NAVER: _account(SignIn.NAVER),
    SignIn.LINE: _account(SignIn.LINE),
    SignIn.GUEST: _account(SignIn.GUEST),
    SignIn.TOKEN: _pasted,
    SignIn.OWN_SERVER: _own_server,
}


def renewed_request(way: SignIn, settings: EntrySettings, form: Mapping[str, Any]) -> Request:
    """Read a form that signs an entry in again; raises RejectedInputError.

    A pasted token leaves the way of the entry as it is.
    """
    if way is SignIn.TOKEN:
        pair = _pair(form)
        if pair.refresh_token is not None and settings.client is None:
            raise RejectedInputError(CONF_REFRESH_TOKEN, "client_missing")
        return Request(settings=settings, tokens=pair)
    settings = replace(settings, sign_in=way)
    if way is SignIn.OWN_SERVER:
        return Request(settings=settings, account=_account_or_guest(form))
    token = None if way is SignIn.GUEST else _token(form, CONF_ACCOUNT_TOKEN)
    return Request(settings=settings, account=Account(token=token, is_code=way is SignIn.LINE))


def changed_request(old: EntrySettings, form: Mapping[str, Any]) -> Request:
    """Read the form of a reconfiguration; raises RejectedInputError."""
    client, token = form[SECTION_CLIENT], form[SECTION_TOKEN]
    secret = client.get(CONF_CLIENT_SECRET) or (old.client.client_secret if old.client else "")
    settings = EntrySettings(
        base_url=_base_url(form),
        auth_url=_auth_url(form) if form.get(CONF_AUTH_URL, "").strip() else None,
        verify_ssl=form[CONF_VERIFY_SSL],
        sign_in=old.sign_in,
        client=_client({**client, CONF_CLIENT_SECRET: secret}) if _any_client(client) else None,
        user_agent=_user_agent(client),
        device_tags=_tags(client),
    )
    _check_verification(settings, CONF_VERIFY_SSL)
    if settings.client is not None and settings.auth_url is None:
        raise RejectedInputError(CONF_AUTH_URL, "auth_url_missing")
    has_token = bool(token.get(CONF_ACCESS_TOKEN, "").strip())
    if not has_token and token.get(CONF_REFRESH_TOKEN, "").strip():
        raise RejectedInputError(BASE, "token_missing")
    tokens = _pair(token) if has_token else None
    if tokens is not None and tokens.refresh_token is not None and settings.client is None:
        raise RejectedInputError(BASE, "client_missing")
    return Request(settings=settings, tokens=tokens)


def looks_swapped(client: ClientData) -> bool:
    """Tell whether the id looks like a secret, in Base64, and the secret does not."""
    return bool(_BASE64.search(client.client_id)) and not _BASE64.search(client.client_secret)


_BASE64: Final = re.compile(r"[=+/%]")


def _servers(form: Mapping[str, Any], way: SignIn, client: ClientData | None) -> EntrySettings:
    servers = form[SECTION_SERVERS]
    settings = EntrySettings(
        base_url=_base_url(servers, BASE),
        auth_url=_auth_url(servers, BASE),
        verify_ssl=servers[CONF_VERIFY_SSL],
        sign_in=way,
        client=client,
    )
    _check_verification(settings, BASE)
    return settings


def _base_url(form: Mapping[str, Any], shown_at: str = CONF_BASE_URL) -> str:
    value = form[CONF_BASE_URL]
    try:
        return normalise_base_url(value)
    except UsageError:
        key = "http_refused" if value.strip().lower().startswith("http://") else "invalid_address"
        raise RejectedInputError(shown_at, key) from None


def _auth_url(form: Mapping[str, Any], shown_at: str = CONF_AUTH_URL) -> str:
    try:
        return normalise_auth_url(form[CONF_AUTH_URL])
    except PlainHttpError:
        raise RejectedInputError(shown_at, "auth_http_refused") from None
    except UsageError:
        raise RejectedInputError(shown_at, "invalid_auth_address") from None


def _check_verification(settings: EntrySettings, shown_at: str) -> None:
    hosts = (settings.base_url, settings.auth_url or "")
    if not settings.verify_ssl and any(is_vendor_host(host) for host in hosts):
        raise RejectedInputError(shown_at, "verify_ssl_required")


def _any_client(form: Mapping[str, Any]) -> bool:
    return any(form.get(key, "").strip() for key in (CONF_CLIENT_ID, CONF_MODEL_ID))


def _client(form: Mapping[str, Any]) -> ClientData:
    values = [
        form.get(key, "").strip() for key in (CONF_CLIENT_ID, CONF_CLIENT_SECRET, CONF_MODEL_ID)
    ]
    if not all(values):
        raise RejectedInputError(BASE, "client_missing")
    client_id, client_secret, model_id = values
    return ClientData(client_id=client_id, client_secret=client_secret, model_id=model_id)


def _account_or_guest(form: Mapping[str, Any]) -> Account:
    named = form.get(CONF_ACCOUNT_TOKEN, "").strip()
    return Account(token=_token(form, CONF_ACCOUNT_TOKEN, BASE) if named else None)


def _pair(form: Mapping[str, Any]) -> TokenPair:
    """Read pasted tokens."""
    access = _token(form, CONF_ACCESS_TOKEN)
    refresh = form.get(CONF_REFRESH_TOKEN, "").strip() or None
    lifetime = form.get(CONF_EXPIRES_IN)
    return TokenPair(
        access_token=access,
        refresh_token=refresh,
        # 0 says nothing of when the token ends, as little as no number does.
        expires_at=time.time() + lifetime if lifetime else None,
    )


def _token(form: Mapping[str, Any], key: str, shown_at: str | None = None) -> str:
    token: str = form.get(key, "").strip()
    if not token:
        missing = "account_missing" if key == CONF_ACCOUNT_TOKEN else "token_missing"
        raise RejectedInputError(shown_at or key, missing)
    # It goes into a header field as it is (RFC 6750 §2.1).
    if not (token.isascii() and token.isprintable()) or " " in token:
        raise RejectedInputError(shown_at or key, "invalid_token")
    return token


def _user_agent(form: Mapping[str, Any]) -> str | None:
    value: str = form.get(CONF_USER_AGENT, "").strip()
    if not value:
        return None
    try:
        check_user_agent(value)
    except UsageError:
        raise RejectedInputError(BASE, "invalid_user_agent") from None
    return value


def _tags(form: Mapping[str, Any]) -> tuple[str, ...]:
    tags = tuple(tag.strip() for tag in form.get(CONF_DEVICE_TAGS, ()))
    if not all(_TAG.fullmatch(tag) for tag in tags):
        raise RejectedInputError(BASE, "invalid_tags")
    return tags
