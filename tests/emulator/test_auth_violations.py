"""The authorization API: what clients do against the rules is noted, with the rule's number."""

from collections.abc import Mapping
from urllib.parse import quote

import pytest

from .auth_client import DEVICE, OTHER_DEVICE, AuthClient, query_of
from .conftest import AuthFactory

AUTHORIZE = {
    "client_id": "demo-client",
    "device_id": DEVICE,
    "model_id": "bot-2",
    "response_type": "code",
    "state": "s-1",
}
BEARER = {"Authorization": "Bearer naver-demo"}


def violations(auth: AuthClient) -> list[str]:
    return [each.partition(" (auth")[0] for each in auth.emulator.violations]


@pytest.mark.parametrize(
    "device_id",
    [
        DEVICE,
        OTHER_DEVICE,
        "00-1B-44-11-3A-B7",
        "001b44113ab7",
        "3f0c2c5e7a514a3c9d1e0b8f6f1d2a90",
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    ],
)
async def test_device_ids_that_will_do(auth: AuthClient, device_id: str) -> None:
    assert (await auth.authorize(device_id=device_id)).status == 200
    assert violations(auth) == []


@pytest.mark.parametrize("device_id", ["my-speaker", "12", "00:1b:44:11:3a", f"{DEVICE}-x"])
async def test_device_ids_that_will_not(auth: AuthClient, device_id: str) -> None:
    assert (await auth.authorize(device_id=device_id)).status == 200
    assert violations(auth) == ["CIC-A-008: device_id is neither a MAC address nor a UUID"]


@pytest.mark.parametrize(
    ("header", "violation"),
    [
        (None, "CIC-A-003: no Authorization header"),
        ("naver-demo", "CIC-A-003: Authorization is not one `Bearer <token>` with one space"),
        ("Basic naver-demo", "CIC-A-003: Authorization is not one `Bearer <token>` with one space"),
        (
            "Bearer  naver-demo",
            "CIC-A-003: Authorization is not one `Bearer <token>` with one space",
        ),
    ],
)
async def test_the_accounts_token(auth: AuthClient, header: str | None, violation: str) -> None:
    headers = {} if header is None else {"Authorization": header}
    answer = await auth.request("GET", "/authorize", query_of(AUTHORIZE), headers=headers)
    assert answer.status == (400 if header is None else 403)
    assert violations(auth) == [violation]


@pytest.mark.parametrize(
    ("query", "expected", "state"),
    [
        (query_of(AUTHORIZE | {"state": "a b+c"}), [], "a b+c"),
        (query_of(AUTHORIZE | {"state": "x"}).replace("=x", "=~a._-"), [], "~a._-"),
        (query_of(AUTHORIZE) + "+2", ["CIC-A-005: state is not percent-encoded"], "s-1+2"),
        (query_of(AUTHORIZE) + "%2", ["CIC-A-005: state is not percent-encoded"], "s-1%2"),
        (query_of(AUTHORIZE) + '"', ["CIC-A-005: state is not percent-encoded"], 's-1"'),
        (
            query_of(AUTHORIZE).replace("bot-2", "bot-2+"),
            ["CIC-A-039: model_id is not percent-encoded"],
            "s-1",
        ),
    ],
)
async def test_encoding(auth: AuthClient, query: str, expected: list[str], state: str) -> None:
    answer = await auth.request("GET", "/authorize", query, headers=BEARER)
    assert answer.status == 200
    assert answer.body["state"] == state
    assert violations(auth) == expected


async def test_a_question_mark_where_an_ampersand_belongs(auth: AuthClient) -> None:
    query = query_of(AUTHORIZE).replace("&state=", "?state=")
    answer = await auth.request("GET", "/authorize", query, headers=BEARER)
    assert answer.status == 400
    assert violations(auth) == [
        "CIC-A-002: no state",
        "CIC-A-004: response_type is not `code`",
        "CIC-A-039: a `?` where `&` belongs, before state",
    ]


@pytest.mark.parametrize("secret", ["s=cret/+", "s%3Dcret"])
async def test_a_secret_that_is_encoded_twice(make_auth: AuthFactory, secret: str) -> None:
    auth = await make_auth(client_secret=secret)
    code = await auth.code()
    assert (await auth.issue(code, client_secret=quote(secret, safe=""))).status == 400
    assert violations(auth) == ["CIC-A-039: client_secret is percent-encoded twice"]
    assert (await auth.issue(code, client_secret="wrong")).status == 400
    assert (await auth.issue(code, client_secret=secret)).status == 200
    assert len(violations(auth)) == 1


async def test_parameters_that_come_twice(auth: AuthClient) -> None:
    query = query_of(AUTHORIZE) + "&state=s-1"
    assert (await auth.request("GET", "/authorize", query, headers=BEARER)).status == 400
    assert violations(auth) == ["CIC-A-002: state comes more than once"]


@pytest.mark.parametrize(
    ("grant_type", "parameters", "rule"),
    [
        ("authorization_code", {"code": "c"}, "CIC-A-020"),
        ("refresh_token", {"refresh_token": "r"}, "CIC-A-024"),
        ("delete", {"access_token": "a"}, "CIC-A-029"),
    ],
)
async def test_no_authorization_header_for_tokens(
    auth: AuthClient, grant_type: str, parameters: Mapping[str, str], rule: str
) -> None:
    query = query_of({"grant_type": grant_type, **auth.token_parameters(**parameters)})
    await auth.request("GET", "/token", query, headers=BEARER)
    assert violations(auth) == [f"{rule}: an Authorization header on /token"]


async def test_a_form_may_have_its_own_spelling(auth: AuthClient) -> None:
    data = auth.token_parameters(code=await auth.code(model_id="desk bot"), model_id="desk bot")
    answer = await auth.request("POST", "/token", "grant_type=authorization_code", data=data)
    assert answer.status == 200
    assert violations(auth) == []


async def test_violations_tell_no_secrets(auth: AuthClient) -> None:
    query = query_of(AUTHORIZE | {"state": "x"}).replace("=x", "=top+secret")
    await auth.request("GET", "/authorize", query, headers={"Authorization": "acct-tok"})
    told = " ".join(auth.emulator.violations)
    assert "top" not in told
    assert "acct-tok" not in told
    assert DEVICE not in told
