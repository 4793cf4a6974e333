"""Signing in, one step at a time: what the authorization server is asked, and what its no means."""

from dataclasses import dataclass
from typing import Final, Self
from urllib.parse import parse_qs, urlsplit

from homeassistant.core import HomeAssistant

from ..account.auth_http import AuthHttp
from ..account.entry_settings import EntrySettings, SignIn
from ..account.probing import RejectedInputError
from ..account.tokens import async_auth_api, async_revoke
from ..cic import (
    AccountTokenRefusedError,
    AuthApi,
    AuthError,
    Authorization,
    AuthRejectedError,
    AuthUnavailableError,
    Stage,
    TokenPair,
)
from ..const import CONF_ACCOUNT_TOKEN, LOGGER
from ..errors import describe, host_of
from .input import BASE, Account, looks_swapped

TERMS_SUCCESS: Final = "agreement-success"
TERMS_FAILURE: Final = "agreement-failure"
_APP_SCHEME: Final = "clova"

# What the page of terms says went wrong (auth.md §3), spelt as there.
_TERMS_ERRORS: Final = {
    "server_error": "terms_server_error",
    "terms_not_agreed": "terms_not_agreed",
    "user-disagreement": "terms_declined",
}
_FIRST_SERVER_FAULT: Final = 500  # RFC 9110 §15.6


class SignInAttempt:
    """One attempt to get tokens for what a person typed; every failure is a RejectedInputError."""

    def __init__(
        self, hass: HomeAssistant, settings: EntrySettings, account: Account, device_id: str
    ) -> None:
        """Prepare."""
        self.issued: TokenPair | None = None
        """Tokens that no entry has yet."""
        self._settings = settings
        self._account = account
        self._http = AuthHttp(hass, verify=settings.verify_ssl)
        api = async_auth_api(hass, settings, device_id, self._http)
        assert api is not None  # no form with an account goes without client data and server
        self._api: AuthApi = api

    async def authorize(self) -> Authorization:
        """Get the code (CIC-A-002)."""
        try:
            return await self._api.authorize(
                self._account.token, account_code=self._account.is_code
            )
        except AuthError as err:
            raise self._rejected(err) from None

    async def issue(self, code: str) -> TokenPair:
        """Exchange the code for tokens (CIC-A-033)."""
        try:
            self.issued = await self._api.issue(code)
        except AuthError as err:
            raise self._rejected(err) from None
        return self.issued

    async def give_back(self) -> None:
        """Have tokens revoked that no entry will use."""
        pair, self.issued = self.issued, None
        if pair is not None:
            await async_revoke(self._api, pair)

    def _rejected(self, error: AuthError) -> RejectedInputError:
        """Find the words for a failure, and the field to mend."""
        LOGGER.debug("Signing in failed: %s", error)
        server = self._settings.auth_url or ""
        field, key = BASE, self._key(error)
        if isinstance(error, AccountTokenRefusedError) and self._account.token is not None:
            field = BASE if self._settings.sign_in is SignIn.OWN_SERVER else CONF_ACCOUNT_TOKEN
        status = "" if self._http.status is None else str(self._http.status)
        placeholders = {"host": host_of(server), "status": status}
        if key == "clock":
            placeholders["minutes"] = str(round(abs(self._http.clock_skew or 0) / 60))
        return RejectedInputError(field, key, placeholders)

    def _key(self, error: AuthError) -> str:
        if isinstance(error, AccountTokenRefusedError):
            return self._refusal_of_account()
        if isinstance(error, AuthUnavailableError):
            return self._no_answer()
        if isinstance(error, AuthRejectedError):
            if self._http.clock_is_wrong:
                return "clock"
            if self._account.token is None and error.stage is Stage.AUTHORIZE:
                return "guest_refused"
            if self._settings.client is not None and looks_swapped(self._settings.client):
                return "client_swapped"
            return "authorize_rejected" if error.stage is Stage.AUTHORIZE else "issue_rejected"
        return describe(error, self._settings.auth_url or "").key

    def _refusal_of_account(self) -> str:
        if self._account.token is None:
            return "guest_refused"
        return "account_code" if self._account.is_code else "account_refused"

    def _no_answer(self) -> str:
        if self._http.certificate_untimely:
            return "certificate_time"
        if self._http.certificate_refused:
            return "auth_certificate"
        if self._http.status is None:
            return "auth_unreachable"
        if self._http.status >= _FIRST_SERVER_FAULT:
            return "auth_server_error"
        return "auth_unavailable"


@dataclass(frozen=True, slots=True)
class TermsOutcome:
    """How a visit to the terms of use ended; `problem` is a key of `config.error`."""

    problem: str | None
    code: str | None = None

    @classmethod
    def of_error(cls, error: str) -> Self:
        """Read the page's `error`; an unknown one is a failure as well (CIC-A-018)."""
        return cls(_TERMS_ERRORS.get(error, "terms_failed"))

    @classmethod
    def of_landing(cls, code: str | None, error: str | None) -> Self:
        """Read what the page hands to an address of ours: an error counts, whatever the code."""
        if error is not None:
            return cls.of_error(error)
        return cls(None, code) if code else cls("terms_failed")

    @classmethod
    def of_address(cls, address: str) -> Self:
        """Read the address that the browser was sent to and cannot open (CIC-A-017)."""
        try:
            parts = urlsplit(address.strip())
        except ValueError:
            return cls("terms_failed")
        if parts.scheme != _APP_SCHEME:
            return cls("terms_address")
        error = parse_qs(parts.query).get("error", [""])[0]
        if parts.netloc == TERMS_SUCCESS and not error:
            return cls(None)
        return cls.of_error(error)
