"""Rules that clients must keep towards the authorization API, one small function each.

A check looks at one request and yields what it finds. To add one, write it here and put it into
CHECKS. Values that are wrong because a person got them wrong break no rule.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
import re
from typing import Final

from ..findings import Finding
from .operations import Operation
from .query import Parameters

_BEARER = re.compile(r"Bearer [!-~]+")
_MAC = re.compile(r"[0-9A-Fa-f]{2}(?:[:-]?[0-9A-Fa-f]{2}){5}")
_UUID_OR_HASH = re.compile(r"[0-9A-Fa-f]{8}(?:-?[0-9A-Fa-f]{4}){3}-?[0-9A-Fa-f]{12,}")

_DEVICE: Final = ("device_id", "model_id")
REQUIRED: Final = {
    Operation.AUTHORIZE: ("client_id", *_DEVICE, "response_type", "state"),
    Operation.ISSUE: ("client_id", "client_secret", "code", *_DEVICE),
    Operation.REFRESH: ("client_id", "client_secret", "model_id", "refresh_token"),
    Operation.DELETE: ("access_token", "client_id", "client_secret", *_DEVICE),
}
"""Parameters without which the answer is 400 (CIC-A-011)."""
RULES: Final = {
    Operation.AUTHORIZE: "CIC-A-002",
    Operation.ISSUE: "CIC-A-020",
    Operation.REFRESH: "CIC-A-024",
    Operation.DELETE: "CIC-A-029",
}
"""The rule that says what belongs into each request."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One request to the authorization API."""

    operation: Operation
    parameters: Parameters
    authorization: tuple[str, ...] = ()
    """The Authorization headers."""
    base_url: str = ""
    """The address by which the client reached the API."""

    @property
    def guest(self) -> bool:
        """Guest mode; without `request_vu` it is not (CIC-A-010)."""
        return self.operation is Operation.AUTHORIZE and self.parameters.get("request_vu") == "Y"

    @property
    def bearer(self) -> str:
        """The account token; empty if there is none that can be read."""
        if len(self.authorization) != 1 or not _BEARER.fullmatch(self.authorization[0]):
            return ""
        return self.authorization[0].partition(" ")[2]


def _incomplete(ask: Ask) -> Iterator[Finding]:
    """What must be there is there, once."""
    rule = RULES[ask.operation]
    for name in REQUIRED[ask.operation]:
        if not ask.parameters.get(name):
            yield Finding(rule, f"no {name}", refuse=True)
    for name in ask.parameters.repeated:
        yield Finding(rule, f"{name} comes more than once", refuse=True)


def _response_type(ask: Ask) -> Iterator[Finding]:
    if ask.operation is Operation.AUTHORIZE and ask.parameters.get("response_type") not in {
        "code",
        "",
    }:
        yield Finding("CIC-A-004", "response_type is not `code`", refuse=True)


def _authorization(ask: Ask) -> Iterator[Finding]:
    """The account's token on /authorize, and nothing anywhere else."""
    if ask.operation is not Operation.AUTHORIZE:
        if ask.authorization:
            yield Finding(RULES[ask.operation], "an Authorization header on /token")
    elif ask.guest:
        if ask.authorization:
            yield Finding("CIC-A-009", "an Authorization header in guest mode")
    elif not ask.bearer:
        text = "Authorization is not one `Bearer <token>` with one space"
        yield Finding("CIC-A-003", text if ask.authorization else "no Authorization header")


def _request_vu(ask: Ask) -> Iterator[Finding]:
    if ask.parameters.get("request_vu") not in {"", "Y", "N"}:
        yield Finding("CIC-A-009", "request_vu is neither Y nor N", refuse=True)


def _device_id(ask: Ask) -> Iterator[Finding]:
    device_id = ask.parameters.get("device_id")
    if device_id and not (_MAC.fullmatch(device_id) or _UUID_OR_HASH.fullmatch(device_id)):
        yield Finding("CIC-A-008", "device_id is neither a MAC address nor a UUID")
    if ask.operation is Operation.REFRESH and not device_id:
        yield Finding("CIC-A-026", "a refresh without device_id")


def _encoding(ask: Ask) -> Iterator[Finding]:
    """Each value is percent-encoded, and `&` is between them."""
    for name, parameter in ask.parameters.by_name.items():
        if parameter.unencoded:
            rule = "CIC-A-005" if name == "state" else "CIC-A-039"
            yield Finding(rule, f"{name} is not percent-encoded")
        begun = parameter.raw.partition("?")[2].partition("=")[0]
        if begun in REQUIRED[ask.operation]:
            yield Finding("CIC-A-039", f"a `?` where `&` belongs, before {begun}")


CHECKS: Final[tuple[Callable[[Ask], Iterable[Finding]], ...]] = (
    _incomplete,
    _response_type,
    _authorization,
    _request_vu,
    _device_id,
    _encoding,
)


def check(ask: Ask) -> Iterator[Finding]:
    """What is wrong with a request."""
    for each in CHECKS:
        yield from each(ask)


def encoded_twice(ask: Ask, name: str, right: str) -> Iterator[Finding]:
    """A value that would be right had it been encoded once."""
    parameter = ask.parameters.by_name[name]
    if parameter.value != right and parameter.again == right:
        yield Finding("CIC-A-039", f"{name} is percent-encoded twice")
