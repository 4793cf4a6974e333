"""The authorization API: tokens, and what they are worth at CIC (auth.md §4 to §7)."""

import pytest

from emulator.auth.desk import AuthDesk
from emulator.auth.tokens import MAX_PAIRS, Holder, TokenBook

from .auth_client import DEVICE, OTHER_DEVICE, AuthClient, query_of
from .client import event, new_id
from .conftest import AuthFactory

TOKEN_RESULT = {"access_token", "expires_in", "refresh_token", "token_type"}
NEEDED = {
    "authorization_code": ["client_id", "client_secret", "code", "device_id", "model_id"],
    "refresh_token": ["client_id", "client_secret", "refresh_token", "model_id"],
    "delete": ["access_token", "client_id", "client_secret", "device_id", "model_id"],
}
RULES = {"authorization_code": "CIC-A-020", "refresh_token": "CIC-A-024", "delete": "CIC-A-029"}


@pytest.mark.cic("CIC-A-021", "CIC-A-022")
async def test_what_a_token_request_gives(auth: AuthClient) -> None:
    for result in (
        first := await auth.sign_in(),
        (await auth.refresh(first["refresh_token"])).body,
    ):
        assert result.keys() == TOKEN_RESULT
        assert result["token_type"] == "Bearer"
        assert result["expires_in"] == 43200
        assert await auth.at_the_door(result["access_token"]) == 204
    assert auth.emulator.violations == []


@pytest.mark.cic("CIC-A-011")
@pytest.mark.parametrize(
    ("grant_type", "name"), [(kind, name) for kind, names in NEEDED.items() for name in names]
)
async def test_what_must_be_there(auth: AuthClient, grant_type: str, name: str) -> None:
    known = {"code": "c", "access_token": "a", "refresh_token": "r"}
    wanted = next((each for each in NEEDED[grant_type] if each in known), "")
    parameters = auth.token_parameters(**{wanted: known[wanted]}) | {name: None}
    assert (await auth.token(grant_type, **parameters)).status == 400
    assert f"{RULES[grant_type]}: no {name} " in auth.emulator.violations[0]


@pytest.mark.cic("CIC-A-011")
@pytest.mark.parametrize("grant_type", [None, "", "password"])
async def test_grant_types_that_are_not(auth: AuthClient, grant_type: str | None) -> None:
    assert (await auth.token(grant_type)).status == 400
    assert "CIC-A-020: grant_type is none of" in auth.emulator.violations[0]


async def test_a_form_will_do_for_tokens(auth: AuthClient) -> None:
    """The guide's samples are POST with the parameters as a form (auth.md §1)."""
    parameters = auth.token_parameters(code=await auth.code())
    answer = await auth.request("POST", "/token", "grant_type=authorization_code", data=parameters)
    assert answer.status == 200
    assert auth.emulator.violations == []


@pytest.mark.parametrize(
    ("method", "path", "violations"),
    [
        ("POST", "/authorize", ["CIC-A-002: POST /authorize (auth, authorize)"]),
        ("PUT", "/token", []),
        ("POST", "/nothing", []),
    ],
)
async def test_other_requests(
    auth: AuthClient, method: str, path: str, violations: list[str]
) -> None:
    answer = await auth.request(method, path, query_of({"client_id": "demo-client"}))
    assert answer.status in {404, 405}
    assert "error" in answer.body
    assert auth.emulator.violations == violations


# Refresh.


async def test_a_refresh_changes_both_tokens(auth: AuthClient) -> None:
    old = await auth.sign_in()
    new = (await auth.refresh(old["refresh_token"])).body
    assert new["access_token"] != old["access_token"]
    assert new["refresh_token"] != old["refresh_token"]
    assert (await auth.refresh(old["refresh_token"])).status == 400
    assert (await auth.refresh(new["refresh_token"])).status == 200
    assert auth.emulator.auth.counters.refreshes == 2
    assert auth.emulator.violations == []


@pytest.mark.cic("CIC-A-025")
async def test_a_refresh_without_device_id(auth: AuthClient) -> None:
    token = (await auth.sign_in())["refresh_token"]
    answer = await auth.refresh(token, device_id=None)
    assert answer.status == 200
    assert auth.emulator.violations == ["CIC-A-026: a refresh without device_id (auth, refresh)"]


@pytest.mark.parametrize(
    "changes", [{"device_id": OTHER_DEVICE}, {"model_id": "bot-9"}, {"client_secret": "wrong"}]
)
async def test_a_refresh_that_does_not_fit(auth: AuthClient, changes: dict[str, str]) -> None:
    token = (await auth.sign_in())["refresh_token"]
    assert (await auth.refresh(token, **changes)).status == 400
    assert (await auth.refresh(token)).status == 200


@pytest.mark.parametrize(("revokes", "status"), [(False, 204), (True, 401)])
async def test_the_old_access_token(make_auth: AuthFactory, revokes: bool, status: int) -> None:
    auth = await make_auth(revoke_on_refresh=revokes)
    old = await auth.sign_in()
    await auth.refresh(old["refresh_token"])
    assert await auth.at_the_door(old["access_token"]) == status


async def test_a_refresh_whose_answer_was_lost(make_auth: AuthFactory) -> None:
    auth = await make_auth(refresh_grace=True)
    old = await auth.sign_in()
    lost = (await auth.refresh(old["refresh_token"])).body
    new = (await auth.refresh(old["refresh_token"])).body
    assert await auth.at_the_door(lost["access_token"]) == 401
    assert (await auth.refresh(lost["refresh_token"])).status == 400
    assert await auth.at_the_door(new["access_token"]) == 204
    assert (await auth.refresh(old["refresh_token"])).status == 400
    assert (await auth.refresh(new["refresh_token"])).status == 200


# Expiry.


@pytest.mark.parametrize(("lifetime", "told"), [(3, 3), (2.5, 2), (0.25, 0)])
async def test_a_token_ends(make_auth: AuthFactory, lifetime: float, told: int) -> None:
    auth = await make_auth(token_lifetime=lifetime)
    result = await auth.sign_in()
    assert result["expires_in"] == told
    auth.clock.pass_by(lifetime - 0.125)
    assert await auth.at_the_door(result["access_token"]) == 204
    auth.clock.pass_by(0.125)
    assert await auth.at_the_door(result["access_token"]) == 401
    new = (await auth.refresh(result["refresh_token"])).body
    assert await auth.at_the_door(new["access_token"]) == 204


async def test_ending_tokens_early(auth: AuthClient) -> None:
    mine, other = await auth.sign_in(), await auth.sign_in(OTHER_DEVICE)
    assert auth.emulator.auth.expire(DEVICE) == 1
    assert auth.emulator.auth.expire(DEVICE) == 0
    assert await auth.at_the_door(mine["access_token"]) == 401
    assert await auth.at_the_door(other["access_token"]) == 204
    assert (await auth.refresh(mine["refresh_token"])).status == 200
    assert auth.emulator.auth.expire() == 2


async def test_revoked_tokens(auth: AuthClient) -> None:
    mine, other = await auth.sign_in(), await auth.sign_in(OTHER_DEVICE)
    assert auth.emulator.auth.revoke(DEVICE) == 1
    assert await auth.at_the_door(mine["access_token"]) == 401
    assert (await auth.refresh(mine["refresh_token"])).status == 400
    assert await auth.at_the_door(other["access_token"]) == 204
    assert auth.emulator.auth.revoke() == 1
    assert await auth.at_the_door(other["access_token"]) == 401


async def test_a_token_that_nobody_signed_in_for(auth: AuthClient) -> None:
    pair = auth.emulator.auth.grant(DEVICE, "bot-2")
    assert await auth.at_the_door(pair.access) == 204
    assert (await auth.refresh(pair.refresh)).status == 200
    assert pair.access not in repr(pair)
    assert pair.refresh not in repr(pair)


# Delete.


@pytest.mark.parametrize(("age", "left"), [(0, 43200), (200.5, 42999), (50000, 0)])
async def test_a_deleted_token(auth: AuthClient, age: float, left: int) -> None:
    result = await auth.sign_in()
    auth.clock.pass_by(age)
    answer = await auth.delete(result["access_token"])
    assert answer.status == 200
    assert answer.body == {
        "access_token": result["access_token"],
        "client_id": "demo-client",
        "expires_in": left,
    }
    assert await auth.at_the_door(result["access_token"]) == 401
    assert (await auth.refresh(result["refresh_token"])).status == 400
    assert (await auth.delete(result["access_token"])).status == 400
    assert auth.emulator.auth.counters.deletes == 1
    assert auth.emulator.violations == []


async def test_a_token_of_another_device_is_not_deleted(auth: AuthClient) -> None:
    result = await auth.sign_in()
    assert (await auth.delete(result["access_token"], device_id=OTHER_DEVICE)).status == 400
    assert await auth.at_the_door(result["access_token"]) == 204


# At CIC.


async def test_a_refreshed_client_stays_the_same(make_auth: AuthFactory) -> None:
    """Dialogues, history and the downchannel go on with a new token."""
    auth = await make_auth(revoke_on_refresh=True)
    old = await auth.sign_in()
    async with auth.at_cic(old["access_token"]) as client:
        channel = await client.open_channel()
        dialogue = new_id()
        asked_back = (await client.ask("set a timer", dialogue)).directives["ExpectSpeech"]
        new = (await auth.refresh(old["refresh_token"])).body
        assert (await client.ask("hello")).status == 401
        client.token = new["access_token"]
        answer = await client.ask(
            "ten minutes",
            dialogue,
            speechId=asked_back["expectSpeechId"],
            explicit=asked_back["explicit"],
        )
        said = answer.directives["RenderText"]["text"]
        assert said == "Your timer is set for 10 minutes."
        assert auth.emulator.push("Clova", "Help") == 1
        assert len(await channel.pushed(2)) == 2
    assert auth.emulator._core.clients.of(f"device {DEVICE}").number == 1
    assert auth.emulator.violations == []


async def test_a_new_token_replaces_the_downchannel_of_the_old(auth: AuthClient) -> None:
    """CIC-T-015 goes by the client, not by the token."""
    old = await auth.sign_in()
    async with auth.at_cic(old["access_token"]) as first:
        channel = await first.open_channel()
        new = (await auth.refresh(old["refresh_token"])).body
        async with auth.at_cic(new["access_token"]) as second:
            await second.open_channel()
            await channel.finished()
            assert auth.emulator.downchannels_open == 1


async def test_devices_are_clients_of_their_own(auth: AuthClient) -> None:
    mine, other = await auth.sign_in(), await auth.sign_in(OTHER_DEVICE)
    async with auth.at_cic(mine["access_token"]) as first:
        await first.open_channel()
        async with auth.at_cic(other["access_token"]) as second:
            await second.open_channel()
            assert auth.emulator.downchannels_open == 2


async def test_an_expired_token_at_every_path_of_cic(auth: AuthClient) -> None:
    token = (await auth.sign_in())["access_token"]
    async with auth.at_cic(token) as client:
        await client.open_channel()
        auth.emulator.auth.expire()
        assert (await client.get("/ping")).status == 401
        assert (await client.send(event("Settings.RequestVersionSpec"))).status == 401
        assert (await client.ask_for_channel().finished()).status == 401


async def test_fixed_tokens_stay(auth: AuthClient) -> None:
    assert await auth.at_the_door(auth.emulator.token) == 204
    auth.emulator.auth.revoke()
    auth.clock.pass_by(10 * 365 * 24 * 3600)
    assert await auth.at_the_door(auth.emulator.token) == 204


def test_only_so_many_tokens_are_kept() -> None:
    book = TokenBook(lambda: 0.0, 10.0)
    pairs = [book.issue(Holder("c", "d", "m")) for _ in range(MAX_PAIRS + 1)]
    assert len(book.pairs) == MAX_PAIRS
    assert book.holder(pairs[0].access) is None
    assert book.to_refresh(pairs[0].refresh) is None
    assert book.holder(pairs[-1].access) == Holder("c", "d", "m")


@pytest.mark.cic("CIC-A-038")
@pytest.mark.parametrize("method", ["_authorize", "_issue", "_refresh", "_delete"])
async def test_a_server_that_fails(
    auth: AuthClient, method: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("no disk")

    monkeypatch.setattr(AuthDesk, method, fail)
    answers = [
        await auth.authorize(),
        await auth.issue("c"),
        await auth.refresh("r"),
        await auth.delete("a"),
    ]
    failed = ["_authorize", "_issue", "_refresh", "_delete"].index(method)
    assert answers[failed].status == 500
    assert answers[failed].body == {"error": "internal error"}
    assert [each.status for each in answers].count(500) == 1
    assert "demo-secret" not in caplog.text
