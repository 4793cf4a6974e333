"""The control API's part for the authorization API."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from aiohttp import web

from ..auth.accounts import UserState
from ..auth.desk import AuthDesk
from ..auth.faults import AuthFault, AuthFaultKind
from ..auth.operations import Operation
from ..messages import Json
from .bodies import json_body, json_response
from .errors import BadInputError

_TYPES: Final[Mapping[str, tuple[type, ...]]] = {
    "times": (int, type(None)),
    "status": (int, type(None)),
    "after": (bool,),
    "seconds": (int, float),
    "fields": (dict, type(None)),
    "error": (str,),
}
"""What a fault has besides `kind` and `on`."""


class AuthControl:
    """What people and other processes do with the authorization API."""

    def __init__(self, desk: AuthDesk) -> None:
        self._desk = desk

    def routes(self) -> list[web.RouteDef]:
        """Everything below /auth."""
        return [
            web.get("/auth", self._state),
            web.post("/auth/expire", self._expire),
            web.post("/auth/revoke", self._revoke),
            web.post("/auth/user", self._user),
            web.post("/auth/fault", self._fault),
            web.delete("/auth/faults", self._lift_faults),
        ]

    async def _state(self, _: web.Request) -> web.Response:
        desk, tokens = self._desk, self._desk.tokens
        pairs = tokens.pairs
        return json_response(
            {
                "auth_url": desk.url,
                "client_id": desk.config.client_id,
                "guests": desk.config.guests,
                "token_lifetime": desk.config.token_lifetime,
                "users": [
                    {"name": user.name, "state": user.state, "line": user.line}
                    for user in desk.users
                ],
                "codes": len(desk.codes),
                "tokens": {
                    "valid": sum(tokens.valid(pair) for pair in pairs),
                    "refreshable": sum(tokens.refreshable(pair) for pair in pairs),
                },
                "counters": asdict(desk.counters),
                "faults_pending": [asdict(fault) for fault in desk.faults.pending],
            }
        )

    async def _expire(self, request: web.Request) -> web.Response:
        return json_response({"expired": self._desk.expire(await _device_of(request))})

    async def _revoke(self, request: web.Request) -> web.Response:
        return json_response({"revoked": self._desk.revoke(await _device_of(request))})

    async def _user(self, request: web.Request) -> web.Response:
        data = await json_body(request)
        if data.keys() != {"name", "state"}:
            raise BadInputError("Give a `name` and a `state`, and nothing else.")
        state = _one_of(UserState, data["state"], "state")
        try:
            self._desk.set_state(str(data["name"]), state)
        except KeyError:
            raise BadInputError("There is no account of that name; see GET /auth.") from None
        return json_response({"name": data["name"], "state": state})

    async def _fault(self, request: web.Request) -> web.Response:
        self._desk.inject(auth_fault_from(await json_body(request)))
        return json_response({"faults_pending": len(self._desk.faults.pending)})

    async def _lift_faults(self, _: web.Request) -> web.Response:
        return json_response({"lifted": self._desk.lift_faults()})


def auth_fault_from(data: Json) -> AuthFault:
    """`{"kind": "status", "status": 500, "times": 1, …}` to a fault; raises BadInputError."""
    values = dict(data)
    kind = _one_of(AuthFaultKind, values.pop("kind", None), "kind")
    place = values.pop("on", None)
    on = None if place is None else _one_of(Operation, place, "on")
    for key, value in values.items():
        if key not in _TYPES:
            known = ", ".join(sorted({"kind", "on", *_TYPES}))
            raise BadInputError(f"A fault has no `{key}`; it has: {known}.")
        allowed = _TYPES[key]
        if not isinstance(value, allowed) or (isinstance(value, bool) and bool not in allowed):
            names = " or ".join("null" if t is type(None) else t.__name__ for t in allowed)
            raise BadInputError(f"`{key}` must be {names}.")
    try:
        return AuthFault(kind=kind, on=on, **values)
    except ValueError as error:
        raise BadInputError(f"This fault makes no sense: {error}.") from error


def _one_of[E: (AuthFaultKind, Operation, UserState)](kind: type[E], value: Any, key: str) -> E:
    try:
        return kind(str(value).lower())
    except ValueError as error:
        raise BadInputError(f"`{key}` must be one of: {', '.join(kind)}.") from error


async def _device_of(request: web.Request) -> str | None:
    """`{"device_id": …}` or no body: of one device, or of all."""
    if not await request.read():
        return None
    data = await json_body(request)
    device_id = data.get("device_id")
    if data.keys() - {"device_id"} or not isinstance(device_id, (str, type(None))):
        raise BadInputError("Give a `device_id`, or nothing for all devices.")
    return device_id
