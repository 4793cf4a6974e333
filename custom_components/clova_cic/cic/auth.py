"""Signing in: how a device gets, renews and gives back its CLOVA access token (auth.md)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
import logging
import secrets
import time
from typing import Final, Protocol
from urllib.parse import quote, urlencode

from .auth_answer import Authorization, TokenPair, is_token, read_authorization, read_tokens
from .errors import (
    AccountTokenRefusedError,
    AccountWithdrawnError,
    AuthError,
    AuthRejectedError,
    AuthUnavailableError,
    Stage,
    StateMismatchError,
)

_LOGGER = logging.getLogger(__name__)

DEFAULT_AUTH_URL: Final = "https://auth.clova.ai"  # CIC-A-001
ACCOUNT_CODE_GRANT: Final = "uauth_auth_code_v2"  # the Japanese service (auth.md §8)
_OK: Final = 200
_TERMS_NOT_ACCEPTED: Final = 451
# RFC 9110 §15.5.9 and RFC 6585 §4: 4xx that say "later", not "no".
_LATER: Final = frozenset({408, 429})


class AuthTransport(Protocol):
    """Does one HTTP request. Its URL holds secrets: it belongs in no log and no error."""

    async def get(self, url: str, headers: Mapping[str, str]) -> tuple[int, bytes]:
        """GET a URL that is encoded already, without following redirects; return status and body.

        Raises AuthUnavailableError, never an error of the HTTP library.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientIdentity:
    """As whom the device signs in."""

    client_id: str = field(repr=False)
    client_secret: str = field(repr=False)  # raw: it is encoded on sending
    device_id: str = field(repr=False)
    model_id: str


class AuthApi:
    """The four requests of the authorization API."""

    def __init__(
        self,
        base_url: str,
        identity: ClientIdentity,
        transport: AuthTransport,
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Ask the server at `base_url` (https://host[:port]); `clock` tells POSIX seconds."""
        self._base_url = base_url.rstrip("/")
        self._identity = identity
        self._transport = transport
        self._clock = clock

    async def authorize(
        self, account_token: str | None, *, account_code: bool = False
    ) -> Authorization:
        """Get an authorization code for an account, or for a guest if there is no account token.

        `account_code`: the account service gave a code, not a token. Raises AuthError.
        """
        if account_token is not None and not is_token(account_token):
            raise AccountTokenRefusedError("no token looks like this account token")
        state = new_state()
        query = {
            "client_id": self._identity.client_id,
            "device_id": self._identity.device_id,
            "model_id": self._identity.model_id,
            "response_type": "code",
            "state": state,
        }
        headers = {}
        if account_token is None:
            query["request_vu"] = "Y"
        else:
            headers["Authorization"] = f"Bearer {account_token}"
            if account_code:
                query["grant_type"] = ACCOUNT_CODE_GRANT
        status, body = await self._get("authorize", query, Stage.AUTHORIZE, headers)
        if status not in (_OK, _TERMS_NOT_ACCEPTED):
            raise _refusal(status, Stage.AUTHORIZE)
        authorization, echo = read_authorization(body, terms=status == _TERMS_NOT_ACCEPTED)
        if echo != state:
            raise StateMismatchError("the answer belongs to another request")
        return authorization

    async def issue(self, code: str) -> TokenPair:
        """Exchange an authorization code for tokens; it can be used once. Raises AuthError."""
        return await self._tokens("authorization_code", {"code": code})

    async def refresh(self, refresh_token: str) -> TokenPair:
        """Get new tokens for old; the old ones may be void then. Raises AuthError."""
        return await self._tokens("refresh_token", {"refresh_token": refresh_token})

    async def delete(self, access_token: str) -> None:
        """Have a token revoked; the status alone tells whether it is (CIC-A-030). AuthError if not."""
        await self._token("delete", {"access_token": access_token})

    async def _tokens(self, grant_type: str, query: dict[str, str]) -> TokenPair:
        body = await self._token(grant_type, query)
        return read_tokens(body, received_at=self._clock())

    async def _token(self, grant_type: str, query: dict[str, str]) -> bytes:
        """Ask /token; every grant type needs the client's whole identity (CIC-A-026)."""
        query = {
            "grant_type": grant_type,
            "client_id": self._identity.client_id,
            "client_secret": self._identity.client_secret,
            "device_id": self._identity.device_id,
            "model_id": self._identity.model_id,
            **query,
        }
        status, body = await self._get("token", query, Stage.TOKEN, {})
        if status != _OK:
            raise _refusal(status, Stage.TOKEN)
        return body

    async def _get(
        self, endpoint: str, query: dict[str, str], stage: Stage, headers: dict[str, str]
    ) -> tuple[int, bytes]:
        """Do one request; every value is percent-encoded exactly once (CIC-A-039)."""
        # "replace": what UTF-8 cannot write is no credential; the server refuses it.
        encoded = urlencode(query, errors="replace", quote_via=quote, safe="")
        url = f"{self._base_url}/{endpoint}?{encoded}"
        try:
            answer = await self._transport.get(url, {"Accept": "application/json", **headers})
        except AuthUnavailableError as error:
            failure = error
            failure.stage = stage
        except Exception as error:  # noqa: BLE001 (its text may hold the URL, and so secrets)
            reason = f"an unforeseen {type(error).__name__} of the transport"
            failure = AuthUnavailableError(reason, stage=stage)
        else:
            _LOGGER.debug("%s: the authorization server answered with %d", stage, answer[0])
            return answer
        # Outside the except clause, so that nothing of the HTTP library hangs on it.
        failure.__cause__ = failure.__context__ = None
        raise failure


def new_state() -> str:
    """Return a value that nobody can guess, against answers to requests that are not ours."""
    return secrets.token_urlsafe(24)


def _refusal(status: int, stage: Stage) -> AuthError:
    """Build the error for a status that is no success."""
    if stage is Stage.AUTHORIZE and status == 403:  # noqa: PLR2004 (a status, told in auth.md §2)
        return AccountTokenRefusedError("the account token is not valid")
    if stage is Stage.AUTHORIZE and status == 423:  # noqa: PLR2004 (likewise)
        return AccountWithdrawnError("the account left CLOVA less than one month ago")
    if 400 <= status < 500 and status not in _LATER:  # noqa: PLR2004 (RFC 9110 §15.5)
        return AuthRejectedError(status, stage=stage)
    reason = f"the authorization server answered with status {status}"
    return AuthUnavailableError(reason, stage=stage)
