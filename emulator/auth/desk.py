"""The authorization API itself: what is asked is checked, done, counted and answered."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
import logging
from typing import Final

from ..config import EmulatorConfig
from ..findings import Finding
from ..messages import Json
from ..recorder import Recorder
from .accounts import Accounts, User, UserState
from .checks import Ask, check, encoded_twice
from .codes import Code, CodeBook
from .faults import AuthFault, AuthFaultBook, AuthFaultKind
from .operations import LINE_GRANT, TERMS, Operation
from .tokens import Holder, Pair, TokenBook

_LOGGER = logging.getLogger(__name__)
MAX_RECORDS: Final = 1000
"""Answered requests that are remembered; the oldest go first."""


class RefusedError(Exception):
    """The answer is this status; the text is a sentence without secrets."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status


@dataclass(frozen=True, slots=True)
class AuthRecord:
    """One answered request; what is secret is left out."""

    operation: Operation
    status: int | None
    """None: there was no answer."""
    at: float
    """Seconds of the clock."""


@dataclass(slots=True)
class AuthCounters:
    """How often each operation succeeded; `refused`: how often one did not."""

    authorizes: int = 0
    issues: int = 0
    refreshes: int = 0
    deletes: int = 0
    refused: int = 0


class AuthDesk:
    """Accounts, codes and tokens, and what is told to go wrong.

    All belongs into the emulator's event loop. Time is that of `EmulatorConfig.clock`.
    """

    def __init__(self, config: EmulatorConfig, recorder: Recorder) -> None:
        self.config = config
        self.url = ""
        """Where the API is, such as `https://localhost:8444`; empty before the start."""
        self.accounts = Accounts(config.users)
        self.codes = CodeBook(self.now)
        self.tokens = TokenBook(
            self.now,
            config.token_lifetime,
            revoke_on_refresh=config.revoke_on_refresh,
            refresh_grace=config.refresh_grace,
        )
        self.faults = AuthFaultBook()
        self.counters = AuthCounters()
        self.records: deque[AuthRecord] = deque(maxlen=MAX_RECORDS)
        self._recorder = recorder

    def now(self) -> float:
        """The present, in seconds of the POSIX epoch."""
        return self.config.clock().timestamp()

    # Orders.

    @property
    def users(self) -> list[User]:
        """The accounts as they stand now."""
        return list(self.accounts)

    def set_state(self, name: str, state: UserState) -> None:
        """Change how an account stands with CLOVA; raises KeyError."""
        self.accounts.change(name, state)

    def grant(self, device_id: str, model_id: str = "model", user: str | None = None) -> Pair:
        """A pair of tokens that nobody had to sign in for."""
        return self.tokens.issue(Holder(self.config.client_id, device_id, model_id, user))

    def expire(self, device_id: str | None = None) -> int:
        """End the valid access tokens, of one device or all; tells how many there were."""
        return self._noticed(self.tokens.expire(device_id))

    def revoke(self, device_id: str | None = None) -> int:
        """End access and refresh tokens, of one device or all; tells how many pairs there were."""
        return self._noticed(self.tokens.revoke(device_id))

    def inject(self, fault: AuthFault) -> None:
        """Order a fault."""
        self.faults.add(fault)
        self._recorder.notify()

    def lift_faults(self) -> int:
        """Forget the faults that are still to happen, and answer what hangs; tells how many."""
        return self._noticed(self.faults.clear())

    def _noticed(self, count: int) -> int:
        self._recorder.notify()
        return count

    # Requests.

    def answer(self, ask: Ask) -> tuple[int, Json]:
        """Do what is asked: status and body."""
        try:
            return self._do(ask)
        except RefusedError as error:
            self.counters.refused += 1
            return error.status, {"error": str(error)}
        finally:
            self._recorder.notify()

    def take_faults(self, operation: Operation) -> dict[AuthFaultKind, AuthFault]:
        """What goes wrong this time."""
        taken = self.faults.take(operation)
        self._recorder.notify()
        return taken

    def answered(self, operation: Operation, status: int | None) -> None:
        """Say what happened: in the record, in the log, and to those who wait."""
        self.records.append(AuthRecord(operation, status, self.now()))
        _LOGGER.info("auth: %s -> %s", operation, "no answer" if status is None else status)
        self._recorder.notify()

    def note(self, findings: Iterable[Finding], operation: Operation | str) -> str | None:
        """Note what a client did wrong; the text to refuse it with, None if it may go on."""
        refusal = None
        for finding in findings:
            text = f"{finding.rule}: {finding.text} (auth, {operation})"
            _LOGGER.info("violation of %s", text)
            self._recorder.violation(text)
            if finding.refuse:
                refusal = refusal or f"{finding.text} ({finding.rule})"
        return refusal

    def _do(self, ask: Ask) -> tuple[int, Json]:
        refusal = self.note(check(ask), ask.operation)
        if refusal is not None:
            raise RefusedError(400, refusal)
        match ask.operation:
            case Operation.AUTHORIZE:
                return self._authorize(ask)
            case Operation.ISSUE:
                return self._issue(ask)
            case Operation.REFRESH:
                return self._refresh(ask)
            case _:
                return self._delete(ask)

    def _authorize(self, ask: Ask) -> tuple[int, Json]:
        """200 or 451 with a code; 400, 403, 423 (auth.md §2)."""
        holder = self._holder(ask)
        if ask.guest:
            if not self.config.guests:
                raise RefusedError(400, "there is no guest mode here")
            if ask.authorization and self.config.strict:
                raise RefusedError(400, "an Authorization header in guest mode (CIC-A-009)")
            user = None
        else:
            user = self._user(ask)
        code = self.codes.issue(
            Holder(
                holder.client_id,
                holder.device_id,
                holder.model_id,
                None if user is None else user.name,
            ),
            ask.parameters.get("state"),
        )
        self.counters.authorizes += 1
        body: Json = {"code": code.value, "state": code.state}
        if user is None or user.state is UserState.ACCEPTED:
            return 200, body
        return 451, body | {"redirect_uri": f"{ask.base_url}{TERMS}?id={code.visit}"}

    def _user(self, ask: Ask) -> User:
        grant_type = ask.parameters.get("grant_type")
        if grant_type not in {"", LINE_GRANT}:
            raise RefusedError(400, f"grant_type of /authorize is {LINE_GRANT}, or absent")
        if not ask.authorization:
            raise RefusedError(400, "no Authorization header (CIC-A-003)")
        user = self.accounts.showing(ask.bearer, line=grant_type == LINE_GRANT)
        if user is None:
            raise RefusedError(403, "the account token is not valid")
        if user.state is UserState.LEFT:
            raise RefusedError(423, "the account left CLOVA less than one month ago")
        return user

    def _issue(self, ask: Ask) -> tuple[int, Json]:
        """A pair of tokens for a code that nobody used before (auth.md §4)."""
        holder = self._holder(ask)
        code = self.codes.find(ask.parameters.get("code"))
        if code is None:
            raise RefusedError(400, "the code is unknown, used or too old")
        if not _same_device(code.holder, holder):
            self.note([Finding("CIC-A-020", "the code of another device")], ask.operation)
            raise RefusedError(400, "the code is for another client_id, device_id or model_id")
        if not self.agreed(code):
            if code.told_refused:
                self.note([Finding("CIC-A-019", "a token request after `error`")], ask.operation)
            raise RefusedError(400, "the terms of use are not accepted")
        self.codes.use(code)
        self.counters.issues += 1
        return 200, self._token_result(self.tokens.issue(code.holder))

    def _refresh(self, ask: Ask) -> tuple[int, Json]:
        """A new pair for a refresh token; device_id may be left out (CIC-A-025)."""
        asking = self._holder(ask)
        pair = self.tokens.to_refresh(ask.parameters.get("refresh_token"))
        if pair is None:
            raise RefusedError(400, "the refresh token is not valid")
        device_id = asking.device_id or pair.holder.device_id
        if not _same_device(
            pair.holder, Holder(asking.client_id, device_id, asking.model_id, asking.user)
        ):
            raise RefusedError(
                400, "the refresh token is for another client_id, device_id or model_id"
            )
        self.counters.refreshes += 1
        return 200, self._token_result(self.tokens.refresh(pair))

    def _delete(self, ask: Ask) -> tuple[int, Json]:
        """The end of a pair of tokens, also of one whose time is over (auth.md §7)."""
        asking = self._holder(ask)
        pair = self.tokens.of(ask.parameters.get("access_token"))
        if pair is None or not _same_device(pair.holder, asking):
            raise RefusedError(400, "the access token is not one of this device")
        left = max(0.0, pair.expires_at - self.now())
        pair.used = True
        self.tokens.forget(pair)
        self.counters.deletes += 1
        return 200, {
            "access_token": pair.access,
            "client_id": pair.holder.client_id,
            "expires_in": int(left),
        }

    def _holder(self, ask: Ask) -> Holder:
        """Client and device of a request; raises RefusedError if the client is not registered."""
        config, get = self.config, ask.parameters.get
        wanted = [("client_id", config.client_id)]
        if ask.operation is not Operation.AUTHORIZE:
            wanted.append(("client_secret", config.client_secret))
        for name, right in wanted:
            self.note(encoded_twice(ask, name, right), ask.operation)
            if get(name) != right:
                raise RefusedError(400, f"{name} is not valid")
        if config.model_ids and get("model_id") not in config.model_ids:
            raise RefusedError(400, "model_id is not valid")
        return Holder(get("client_id"), get("device_id"), get("model_id"))

    def _token_result(self, pair: Pair) -> Json:
        """CIC-A-021, CIC-A-022; `expires_in` promises no more than is true."""
        return {
            "access_token": pair.access,
            "expires_in": int(self.config.token_lifetime),
            "refresh_token": pair.refresh,
            "token_type": "Bearer",
        }

    # The terms of use.

    def agreed(self, code: Code) -> bool:
        """Whether nothing stands between this code and a token."""
        if code.holder.user is None:
            return True
        return self.accounts.named(code.holder.user).state is UserState.ACCEPTED

    def agree(self, code: Code) -> None:
        """The user of this code accepts the terms of use."""
        code.told_refused = False
        name = code.holder.user
        if name is not None and self.accounts.named(name).state is UserState.NEW:
            self.accounts.change(name, UserState.ACCEPTED)


def _same_device(one: Holder, other: Holder) -> bool:
    return (one.client_id, one.device_id, one.model_id) == (
        other.client_id,
        other.device_id,
        other.model_id,
    )
