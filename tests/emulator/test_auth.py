"""The authorization API: authorization codes (auth.md §2, §9)."""

import pytest

from emulator.auth.accounts import User, UserState
from emulator.auth.codes import CODE_SECONDS, MAX_CODES, CodeBook
from emulator.auth.tokens import Holder

from .auth_client import AuthClient
from .conftest import AuthFactory

NEEDED = ["client_id", "device_id", "model_id", "response_type", "state"]


async def test_an_account_gets_a_code(auth: AuthClient) -> None:
    answer = await auth.authorize()
    assert answer.status == 200
    assert answer.body.keys() == {"code", "state"}
    assert len(answer.body["code"]) >= 32
    assert auth.emulator.auth.counters.authorizes == 1
    assert auth.emulator.violations == []


@pytest.mark.cic("CIC-A-007")
@pytest.mark.parametrize("account", ["naver-demo", "naver-new"])
@pytest.mark.parametrize("state", ["s+7", "a b", "100%25", "주 상태", "a/b?c=d&e"])
async def test_state_comes_back_decoded(auth: AuthClient, account: str, state: str) -> None:
    answer = await auth.authorize(account, state=state)
    assert answer.body["state"] == state
    assert answer.status == (200 if account == "naver-demo" else 451)


@pytest.mark.cic("CIC-A-011")
@pytest.mark.parametrize("name", NEEDED)
@pytest.mark.parametrize("value", [None, ""])
async def test_what_must_be_there(auth: AuthClient, name: str, value: str | None) -> None:
    assert (await auth.authorize(**{name: value})).status == 400
    assert auth.emulator.violations == [f"CIC-A-002: no {name} (auth, authorize)"]
    assert auth.emulator.auth.counters.authorizes == 0


@pytest.mark.cic("CIC-A-011")
@pytest.mark.parametrize(
    ("name", "value", "violations"),
    [
        ("client_id", "someone", []),
        ("client_id", "demo-secret", []),
        ("response_type", "token", ["CIC-A-004"]),
        ("request_vu", "yes", ["CIC-A-009"]),
        ("grant_type", "password", []),
    ],
)
async def test_values_that_are_wrong(
    auth: AuthClient, name: str, value: str, violations: list[str]
) -> None:
    assert (await auth.authorize(**{name: value})).status == 400
    assert [each.partition(":")[0] for each in auth.emulator.violations] == violations


async def test_models_that_are_registered(make_auth: AuthFactory) -> None:
    auth = await make_auth(model_ids=("bot-2", "bot-3"))
    assert (await auth.authorize()).status == 200
    assert (await auth.authorize(model_id="bot-3")).status == 200
    assert (await auth.authorize(model_id="bot-1")).status == 400


@pytest.mark.cic("CIC-A-012")
@pytest.mark.parametrize("account", ["nobody", "naver-demo2", "Naver-Demo", "line-demo"])
async def test_tokens_of_no_account(auth: AuthClient, account: str) -> None:
    assert (await auth.authorize(account)).status == 403
    assert auth.emulator.violations == []


@pytest.mark.cic("CIC-A-013")
@pytest.mark.parametrize("account", ["naver-left", "line-left"])
async def test_accounts_that_left(auth: AuthClient, account: str) -> None:
    grant_type = "uauth_auth_code_v2" if account.startswith("line") else None
    answer = await auth.authorize(account, grant_type=grant_type)
    assert answer.status == 423
    assert "code" not in answer.body
    assert auth.emulator.violations == []


@pytest.mark.cic("CIC-A-015")
async def test_terms_that_are_not_accepted(auth: AuthClient) -> None:
    answer = await auth.authorize("naver-new", state="s-9")
    assert answer.status == 451
    assert answer.body.keys() == {"code", "redirect_uri", "state"}
    assert answer.body["state"] == "s-9"
    assert answer.body["redirect_uri"].startswith(f"{auth.emulator.auth_url}/terms?")
    assert answer.body["code"] not in answer.body["redirect_uri"]


@pytest.mark.parametrize(
    ("account", "status"), [("line-demo", 200), ("line-new", 451), ("naver-demo", 403)]
)
async def test_codes_of_line(auth: AuthClient, account: str, status: int) -> None:
    answer = await auth.authorize(account, grant_type="uauth_auth_code_v2")
    assert answer.status == status
    assert auth.emulator.violations == []


async def test_accounts_of_ones_own(make_auth: AuthFactory) -> None:
    auth = await make_auth(users=(User("mina", "t-1"), User("ken", "t-2", UserState.LEFT)))
    assert (await auth.authorize("t-1")).status == 200
    assert (await auth.authorize("t-2")).status == 423
    assert (await auth.authorize("naver-demo")).status == 403
    auth.emulator.auth.set_state("mina", UserState.LEFT)
    assert (await auth.authorize("t-1")).status == 423
    with pytest.raises(KeyError):
        auth.emulator.auth.set_state("nobody", UserState.LEFT)


# Guests.


async def test_a_guest(auth: AuthClient) -> None:
    code = await auth.code(None, request_vu="Y")
    result = await auth.issue(code)
    assert await auth.at_the_door(result.body["access_token"]) == 204
    assert auth.emulator.violations == []


@pytest.mark.cic("CIC-A-010")
@pytest.mark.parametrize("value", [None, "N", ""])
async def test_no_guest_unless_asked_for(auth: AuthClient, value: str | None) -> None:
    assert (await auth.authorize(request_vu=value)).status == 200
    (pair_of_account,) = [auth.emulator.auth.codes.find(await auth.code(request_vu=value))]
    assert pair_of_account is not None
    assert pair_of_account.holder.user == "naver-demo"
    assert (await auth.authorize(None, request_vu=value)).status == 400


async def test_no_guests_here(make_auth: AuthFactory) -> None:
    auth = await make_auth(guests=False)
    assert (await auth.authorize(None, request_vu="Y")).status == 400
    assert (await auth.authorize(request_vu="N")).status == 200


@pytest.mark.parametrize(("strict", "status"), [(True, 400), (False, 200)])
async def test_a_guest_with_a_token(make_auth: AuthFactory, strict: bool, status: int) -> None:
    auth = await make_auth(strict=strict)
    assert (await auth.authorize("naver-left", request_vu="Y")).status == status
    assert auth.emulator.violations == [
        "CIC-A-009: an Authorization header in guest mode (auth, authorize)"
    ]


# Codes.


async def test_a_code_is_used_once(auth: AuthClient) -> None:
    code = await auth.code()
    assert (await auth.issue(code)).status == 200
    assert (await auth.issue(code)).status == 400
    assert auth.emulator.auth.counters.issues == 1
    assert auth.emulator.violations == []


async def test_a_code_is_of_use_for_a_while(auth: AuthClient) -> None:
    first, second = await auth.code(), await auth.code()
    auth.clock.pass_by(CODE_SECONDS - 0.5)
    assert len(auth.emulator.auth.codes) == 2
    assert (await auth.issue(first)).status == 200
    auth.clock.pass_by(0.5)
    assert len(auth.emulator.auth.codes) == 0
    assert (await auth.issue(second)).status == 400


@pytest.mark.parametrize(
    ("changes", "violations"),
    [
        ({"device_id": "00:1b:44:11:3a:b7"}, ["CIC-A-020: the code of another device"]),
        ({"model_id": "bot-9"}, ["CIC-A-020: the code of another device"]),
        ({"client_secret": "demo-client", "client_id": "demo-secret"}, []),
        ({"client_secret": "wrong"}, []),
        ({"code": "wrong"}, []),
    ],
)
async def test_a_code_that_does_not_fit(
    auth: AuthClient, changes: dict[str, str | None], violations: list[str]
) -> None:
    code = await auth.code()
    parameters = auth.token_parameters(code=code) | changes
    assert (await auth.token("authorization_code", **parameters)).status == 400
    assert auth.emulator.violations == [f"{each} (auth, issue)" for each in violations]
    assert (await auth.issue(code)).status == 200


def test_only_so_many_codes_are_kept() -> None:
    codes = CodeBook(lambda: 0.0)
    holder = Holder("c", "d", "m")
    issued = [codes.issue(holder, "s") for _ in range(MAX_CODES + 1)]
    assert len(codes) == MAX_CODES
    assert codes.find(issued[0].value) is None
    assert codes.find(issued[-1].value) is issued[-1]
