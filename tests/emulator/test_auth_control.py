"""The authorization API in the control API, and its options on the command line."""

import asyncio
from collections.abc import AsyncIterator
import json
from pathlib import Path
import ssl
from typing import Any

import aiohttp
import pytest

from emulator import Emulator, EmulatorConfig, cli
from emulator.auth.accounts import DEMO_USERS, User, UserState, user_from
from emulator.auth.faults import AuthFault, AuthFaultKind
from emulator.auth.operations import Operation
from emulator.listening import ListenError

from .auth_client import DEVICE, OTHER_DEVICE, AuthClient


@pytest.fixture
async def control(auth: AuthClient) -> AsyncIterator[aiohttp.ClientSession]:
    headers = {"Authorization": f"Bearer {auth.emulator.control_token}"}
    async with aiohttp.ClientSession(auth.emulator.control_url, headers=headers) as session:
        yield session


async def call(
    control: aiohttp.ClientSession, method: str, path: str, body: Any = None
) -> tuple[int, dict[str, Any]]:
    async with control.request(method, path, json=body) as response:
        return response.status, await response.json()


async def test_how_it_stands(auth: AuthClient, control: aiohttp.ClientSession) -> None:
    old = await auth.sign_in()
    new = (await auth.refresh(old["refresh_token"])).body
    code = await auth.code()
    status, state = await call(control, "GET", "/auth")
    assert status == 200
    users = state.pop("users")
    assert users[0] == {"name": "naver-demo", "state": "accepted", "line": False}
    assert [each["name"] for each in users] == [user.name for user in DEMO_USERS]
    assert state == {
        "auth_url": auth.emulator.auth_url,
        "client_id": "demo-client",
        "guests": True,
        "token_lifetime": 43200.0,
        "codes": 1,
        "tokens": {"valid": 2, "refreshable": 1},
        "counters": {"authorizes": 2, "issues": 1, "refreshes": 1, "deletes": 0, "refused": 0},
        "faults_pending": [],
    }
    for secret in (
        code,
        *(each[f"{kind}_token"] for each in (old, new) for kind in ("access", "refresh")),
    ):
        assert secret not in json.dumps(state)
    assert "demo-secret" not in json.dumps(state)


@pytest.mark.parametrize("path", ["/auth/expire", "/auth/revoke"])
async def test_ending_tokens(auth: AuthClient, control: aiohttp.ClientSession, path: str) -> None:
    mine, other = await auth.sign_in(), await auth.sign_in(OTHER_DEVICE)
    word = "expired" if path.endswith("expire") else "revoked"
    assert await call(control, "POST", path, {"device_id": DEVICE}) == (200, {word: 1})
    assert await auth.at_the_door(mine["access_token"]) == 401
    assert await auth.at_the_door(other["access_token"]) == 204
    async with control.post(path) as response:
        assert await response.json() == {word: 1}
    assert await auth.at_the_door(other["access_token"]) == 401
    status = (await auth.refresh(mine["refresh_token"])).status
    assert status == (200 if word == "expired" else 400)


@pytest.mark.parametrize("body", [{"device_id": 1}, {"device": DEVICE}, ["x"]])
async def test_devices_that_are_none(
    auth: AuthClient, control: aiohttp.ClientSession, body: Any
) -> None:
    token = (await auth.sign_in())["access_token"]
    status, answer = await call(control, "POST", "/auth/revoke", body)
    assert status == 400
    assert answer["error"].endswith(".")
    assert await auth.at_the_door(token) == 204


async def test_changing_an_account(auth: AuthClient, control: aiohttp.ClientSession) -> None:
    body = {"name": "naver-demo", "state": "left"}
    assert await call(control, "POST", "/auth/user", body) == (200, body)
    assert (await auth.authorize()).status == 423


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"name": "nobody", "state": "new"}, "There is no account"),
        ({"name": "naver-demo", "state": "rich"}, "accepted, new, left"),
        ({"name": "naver-demo"}, "Give a `name`"),
        ({"name": "naver-demo", "state": "new", "token": "x"}, "nothing else"),
    ],
)
async def test_accounts_that_cannot_be_changed(
    control: aiohttp.ClientSession, body: dict[str, str], words: str
) -> None:
    status, answer = await call(control, "POST", "/auth/user", body)
    assert status == 400
    assert words in answer["error"]


async def test_faults(auth: AuthClient, control: aiohttp.ClientSession) -> None:
    body = {"kind": "status", "status": 503, "on": "authorize", "times": 2}
    assert await call(control, "POST", "/auth/fault", body) == (200, {"faults_pending": 1})
    assert auth.emulator.auth.faults.pending == (
        AuthFault(kind=AuthFaultKind.STATUS, status=503, on=Operation.AUTHORIZE, times=2),
    )
    _, state = await call(control, "GET", "/auth")
    (pending,) = state["faults_pending"]
    assert body.items() <= pending.items()
    assert (await auth.authorize()).status == 503
    assert await call(control, "DELETE", "/auth/faults") == (200, {"lifted": 1})
    assert (await auth.authorize()).status == 200
    await call(control, "POST", "/auth/fault", {"kind": "change", "fields": {"state": None}})
    assert (await auth.authorize()).body.keys() == {"code"}


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({}, "`kind` must be one of: status, html"),
        ({"kind": "fire"}, "`kind` must be one of: status, html"),
        ({"kind": "status", "on": "ping"}, "`on` must be one of: authorize"),
        ({"kind": "status", "color": 1}, "A fault has no `color`; it has: after,"),
        ({"kind": "status", "status": "500"}, "`status` must be int or null"),
        ({"kind": "status", "times": True}, "`times` must be int or null"),
        ({"kind": "latency", "seconds": -1}, "This fault makes no sense: `seconds`"),
    ],
)
async def test_faults_that_are_none(
    auth: AuthClient, control: aiohttp.ClientSession, body: dict[str, Any], words: str
) -> None:
    status, answer = await call(control, "POST", "/auth/fault", body)
    assert status == 400
    assert words in answer["error"]
    assert auth.emulator.auth.faults.pending == ()


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/auth"),
        ("POST", "/auth/expire"),
        ("POST", "/auth/revoke"),
        ("POST", "/auth/user"),
        ("POST", "/auth/fault"),
        ("DELETE", "/auth/faults"),
    ],
)
async def test_the_control_token_is_needed(auth: AuthClient, method: str, path: str) -> None:
    url = auth.emulator.control_url
    async with aiohttp.ClientSession() as session:
        async with session.request(method, url + path) as response:
            assert response.status == 401
        async with session.get(url) as response:
            text = await response.text()
    assert f"{method:<6} {path} " in text
    assert auth.emulator.auth_url in text


# The server as such.


async def test_it_speaks_http11_over_tls(auth: AuthClient) -> None:
    async with auth.session.get(auth.emulator.auth_url + "/nothing") as response:
        assert response.version == aiohttp.HttpVersion11
        assert response.status == 404
    url = auth.emulator.auth_url.replace("localhost", "127.0.0.1")
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.ClientConnectorCertificateError):
            await session.get(f"{url}/authorize")
        with pytest.raises(aiohttp.ClientError):
            await session.get(f"{url.replace('https', 'http')}/authorize")


async def test_it_agrees_on_http11(auth: AuthClient) -> None:
    context = ssl.create_default_context(cafile=str(auth.emulator.ca_file))
    context.set_alpn_protocols(["h2", "http/1.1"])
    port = int(auth.emulator.auth_url.rpartition(":")[2])
    _, writer = await asyncio.open_connection("127.0.0.1", port, ssl=context)
    try:
        tls: ssl.SSLObject = writer.get_extra_info("ssl_object")
        assert tls.selected_alpn_protocol() == "http/1.1"
    finally:
        writer.transport.abort()


async def test_a_port_in_use(auth: AuthClient, tmp_path: Path) -> None:
    port = int(auth.emulator.auth_url.rpartition(":")[2])
    with pytest.raises(ListenError, match=rf"^Port {port} .* --auth-port\.$"):
        await Emulator(EmulatorConfig(state_dir=tmp_path, auth_port=port)).__aenter__()


# Options.


def config_of(*arguments: str) -> EmulatorConfig:
    return cli.config_of(cli._parser().parse_args(arguments))


def test_options_that_are_left_out() -> None:
    config, defaults = config_of(), EmulatorConfig()
    for name in (
        "users",
        "client_id",
        "client_secret",
        "model_ids",
        "guests",
        "token_lifetime",
        "revoke_on_refresh",
        "refresh_grace",
    ):
        assert getattr(config, name) == getattr(defaults, name)
    assert "demo-secret" not in repr(config)


def test_options() -> None:
    config = config_of(
        *("--auth-port", "9", "--user", "mina=t-1", "--user", "ken=t=2:new:line"),
        *("--client-id", "me", "--client-secret", "s=1", "--model-id", "a", "--model-id", "b"),
        *("--token-lifetime", "2.5", "--no-guest", "--revoke-on-refresh", "--refresh-grace"),
    )
    assert config.users == (
        User("mina", "t-1"),
        User("ken", "t=2", UserState.NEW, line=True),
    )
    assert (config.auth_port, config.client_id, config.client_secret) == (9, "me", "s=1")
    assert (config.model_ids, config.token_lifetime, config.guests) == (("a", "b"), 2.5, False)
    assert config.revoke_on_refresh
    assert config.refresh_grace


@pytest.mark.parametrize(
    ("text", "user"),
    [
        ("a=b", User("a", "b")),
        ("a=b:c", User("a", "b:c")),
        ("a=b:left", User("a", "b", UserState.LEFT)),
        ("a=b:line:accepted", User("a", "b", line=True)),
        ("a=new", User("a", "new")),
    ],
)
def test_accounts_as_text(text: str, user: User) -> None:
    assert user_from(text) == user
    assert "token" not in repr(user)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--user", "mina"],
        ["--user", "=t"],
        ["--user", "mina="],
        ["--user", "mina=:new"],
        ["--token-lifetime", "-1"],
        ["--token-lifetime", "nan"],
        ["--token-lifetime", "soon"],
        ["--auth-port", "65536"],
    ],
)
def test_wrong_options(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.main(arguments)
    assert caught.value.code == 2
    assert f"error: argument {arguments[0]}" in capsys.readouterr().err
