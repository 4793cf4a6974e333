"""An authorization server in memory, at the other end of the transport: it answers as it is told."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
import json
from urllib.parse import unquote_to_bytes, urlsplit

from custom_components.clova_cic.cic import AuthApi, ClientIdentity

IDENTITY = ClientIdentity(
    client_id="cid-7f3a",
    client_secret="se+cr/et%3D&=?#한",  # holds whatever an encoder can get wrong
    device_id="3f0c1d2e-device",
    model_id="bot 2",
)

LEFT_OUT = "(left out)"  # the value of a field that is not there


@dataclass(frozen=True)
class Asked:
    """A request as it came."""

    url: str
    headers: dict[str, str]

    @property
    def endpoint(self) -> str:
        """Everything before the query."""
        return self.url.partition("?")[0]

    @property
    def query(self) -> dict[str, str]:
        """The parameters, decoded once; a `+` is a plus, as RFC 3986 has it."""
        pairs = [pair.split("=") for pair in urlsplit(self.url).query.split("&")]
        assert all(len(pair) == 2 for pair in pairs), self.url
        names = [name for name, _ in pairs]
        assert len(set(names)) == len(names), self.url
        return {name: unquote_to_bytes(value).decode() for name, value in pairs}


Answer = tuple[int, bytes] | Exception
Answering = Answer | Callable[[Asked], Answer]


class AuthScript:
    """A transport that gives one answer after another; the last one for ever."""

    def __init__(self, *answers: Answering) -> None:
        self.answers = list(answers)
        self.asked: list[Asked] = []
        self.times: list[float] = []  # of the requests, on the loop's clock
        self.gate = asyncio.Event()  # closed, it holds answers back
        self.gate.set()

    async def get(self, url: str, headers: Mapping[str, str]) -> tuple[int, bytes]:
        """Note the request, and answer."""
        asked = Asked(url, dict(headers))
        self.asked.append(asked)
        self.times.append(asyncio.get_running_loop().time())
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if callable(answer):
            answer = answer(asked)
        await self.gate.wait()
        if isinstance(answer, Exception):
            raise answer
        return answer

    def api(self, clock: Callable[[], float] = lambda: 1000.0) -> AuthApi:
        """A client of it."""
        return AuthApi("https://auth.example:8443", IDENTITY, self, clock=clock)


def body(status: int = 200, **fields: object) -> tuple[int, bytes]:
    """An answer in JSON."""
    return status, json.dumps(fields).encode()


def granted(status: int = 200, **fields: object) -> Callable[[Asked], Answer]:
    """An authorizeResult that returns the state, decoded."""
    return lambda asked: body(status, code="c-1", state=asked.query["state"], **fields)


def tokens(number: int = 1, **fields: object) -> tuple[int, bytes]:
    """A tokenResult as the API page prints it."""
    result: dict[str, object] = {
        "access_token": f"access-{number}",
        "expires_in": 7200,
        "refresh_token": f"refresh-{number}",
        "token_type": "Bearer",
    }
    told = {name: value for name, value in {**result, **fields}.items() if value != LEFT_OUT}
    return 200, json.dumps(told).encode()


class Rotation:
    """Answers refreshes: each gives a new pair, and each refresh token works once."""

    def __init__(self, lifetime: int = 7200) -> None:
        self.lifetime = lifetime
        self.number = 1

    def __call__(self, asked: Asked) -> Answer:
        """Refuse a refresh token that is not the newest."""
        if asked.query.get("refresh_token") != f"refresh-{self.number}":
            return body(400)
        self.number += 1
        return tokens(self.number, expires_in=self.lifetime)
