"""The authorization API: what it gets wrong when it is told to."""

import asyncio
from typing import Any

import pytest

from emulator.auth.desk import AuthRecord
from emulator.auth.faults import AuthFault, AuthFaultKind
from emulator.auth.operations import API, Operation

from .auth_client import Answer, AuthClient, Clock, ConnectionLost, auth_client_of
from .conftest import EmulatorFactory


def order(auth: AuthClient, kind: AuthFaultKind, **options: Any) -> None:
    auth.emulator.auth.inject(AuthFault(kind=kind, **options))


async def ask(auth: AuthClient, operation: Operation) -> Answer:
    """A request of that kind, right or not."""
    match operation:
        case Operation.AUTHORIZE:
            return await auth.authorize()
        case Operation.ISSUE:
            return await auth.issue("c")
        case Operation.REFRESH:
            return await auth.refresh("r")
        case Operation.DELETE:
            return await auth.delete("a")
        case _:
            return await auth.request("POST", "/terms", data={"id": "x"})


def records(auth: AuthClient) -> list[tuple[Operation, int | None]]:
    return [(each.operation, each.status) for each in auth.emulator.auth.records]


@pytest.mark.parametrize("operation", list(Operation))
@pytest.mark.parametrize("status", [400, 403, 423, 451, 500, 503])
async def test_any_status_of_any_operation(
    auth: AuthClient, operation: Operation, status: int
) -> None:
    order(auth, AuthFaultKind.STATUS, status=status, on=operation)
    for other in set(API) - {operation}:
        assert (await ask(auth, other)).body != {"error": "ordered fault"}
    answer = await ask(auth, operation)
    assert answer.status == status
    assert answer.body == {"error": "ordered fault"}
    assert auth.emulator.auth.faults.pending == ()


async def test_as_often_as_ordered(auth: AuthClient) -> None:
    order(auth, AuthFaultKind.STATUS, times=2)
    assert [(await auth.authorize()).status for _ in range(3)] == [500, 500, 200]
    order(auth, AuthFaultKind.STATUS, times=None, status=502)
    assert [(await auth.authorize()).status for _ in range(3)] == [502, 502, 502]
    assert auth.emulator.auth.lift_faults() == 1
    assert (await auth.authorize()).status == 200


async def test_two_of_a_kind_come_one_after_the_other(auth: AuthClient) -> None:
    order(auth, AuthFaultKind.STATUS, status=500)
    order(auth, AuthFaultKind.STATUS, status=502)
    assert [(await auth.authorize()).status for _ in range(3)] == [500, 502, 200]


@pytest.mark.parametrize(("status", "expected"), [(None, 200), (502, 502)])
async def test_a_page_instead_of_json(auth: AuthClient, status: int | None, expected: int) -> None:
    token = (await auth.sign_in())["refresh_token"]
    order(auth, AuthFaultKind.HTML, status=status)
    answer = await auth.refresh(token)
    assert answer.status == expected
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "<p>" in answer.text
    assert (await auth.refresh(token)).status == 200


@pytest.mark.parametrize(("after", "then"), [(False, 200), (True, 400)])
async def test_a_lost_answer(auth: AuthClient, after: bool, then: int) -> None:
    """Afterwards the refresh token is used up, or it is not."""
    token = (await auth.sign_in())["refresh_token"]
    order(auth, AuthFaultKind.DROP, after=after)
    with pytest.raises(ConnectionLost):
        await auth.refresh(token)
    assert records(auth)[-1] == (Operation.REFRESH, None)
    assert (await auth.refresh(token)).status == then


async def test_hanging_until_lifted(auth: AuthClient) -> None:
    order(auth, AuthFaultKind.HANG)
    waiting = asyncio.create_task(auth.authorize())
    await auth.emulator.wait_for(lambda: auth.emulator.auth.faults.pending == ())
    assert not waiting.done()
    auth.emulator.auth.lift_faults()
    assert (await waiting).status == 200


async def test_hanging_after_the_deed(auth: AuthClient) -> None:
    token = (await auth.sign_in())["refresh_token"]
    order(auth, AuthFaultKind.HANG, after=True)
    waiting = asyncio.create_task(auth.refresh(token))
    await auth.emulator.wait_for(lambda: auth.emulator.auth.counters.refreshes)
    auth.emulator.auth.lift_faults()
    assert (await waiting).status == 200
    assert auth.emulator.auth.counters.refreshes == 1


async def test_whoever_hangs_up_is_forgotten(auth: AuthClient) -> None:
    order(auth, AuthFaultKind.HANG)
    waiting = asyncio.create_task(auth.authorize())
    await auth.emulator.wait_for(lambda: auth.emulator.auth.faults.pending == ())
    waiting.cancel()
    await auth.emulator.wait_for(lambda: records(auth))
    assert records(auth) == [(Operation.AUTHORIZE, None)]
    assert auth.emulator.auth.counters.authorizes == 0


async def test_the_end_does_not_wait_for_what_hangs(make_emulator: EmulatorFactory) -> None:
    emulator = await make_emulator()
    async with auth_client_of(emulator, Clock()) as auth:
        order(auth, AuthFaultKind.HANG)
        waiting = asyncio.create_task(auth.authorize())
        await emulator.wait_for(lambda: emulator.auth.faults.pending == ())
        async with asyncio.timeout(5):
            await emulator.stop()
        await asyncio.gather(waiting, return_exceptions=True)


async def test_an_answer_that_is_late(auth: AuthClient) -> None:
    order(auth, AuthFaultKind.LATENCY, seconds=0.05)
    loop = asyncio.get_running_loop()
    began = loop.time()
    assert (await auth.authorize()).status == 200
    assert loop.time() - began >= 0.05


async def test_answers_with_other_fields(auth: AuthClient) -> None:
    order(auth, AuthFaultKind.CHANGE, on=Operation.AUTHORIZE, fields={"state": "not yours"})
    answer = await auth.authorize(state="mine")
    assert answer.body["state"] == "not yours"
    order(auth, AuthFaultKind.CHANGE, fields={"expires_in": 0, "refresh_token": None, "more": True})
    result = (await auth.issue(answer.body["code"])).body
    assert result.keys() == {"access_token", "expires_in", "token_type", "more"}
    assert result["expires_in"] == 0
    assert await auth.at_the_door(result["access_token"]) == 204


async def test_answers_in_the_other_shape(auth: AuthClient) -> None:
    order(auth, AuthFaultKind.WRAP, times=2)
    code = (await auth.authorize()).body["value"]["code"]
    answer = await auth.issue(code)
    assert answer.body.keys() == {"value"}
    assert answer.body["value"]["token_type"] == "Bearer"


@pytest.mark.cic("CIC-A-018")
@pytest.mark.parametrize("error", [None, "a-new-reason"])
async def test_terms_that_fail(auth: AuthClient, error: str | None) -> None:
    asked = (await auth.authorize("naver-new")).body
    visit = asked["redirect_uri"].partition("id=")[2]
    data = {"id": visit, "choice": "accept", "service": "yes", "privacy": "yes"}
    order(auth, AuthFaultKind.TERMS_ERROR, **({} if error is None else {"error": error}))
    assert (await auth.authorize()).status == 200
    answer = await auth.request("POST", "/terms", data=data)
    expected = error or "server_error"
    assert answer.headers["Location"] == f"clova://agreement-failure?error={expected}"
    assert (await auth.issue(asked["code"])).status == 400


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"kind": AuthFaultKind.STATUS, "times": 0}, "times"),
        ({"kind": AuthFaultKind.STATUS, "status": 99}, "status"),
        ({"kind": AuthFaultKind.LATENCY, "seconds": -1}, "seconds"),
        ({"kind": AuthFaultKind.CHANGE}, "fields"),
        ({"kind": AuthFaultKind.WRAP, "on": Operation.TERMS}, "happens on"),
        ({"kind": AuthFaultKind.TERMS_ERROR, "on": Operation.ISSUE}, "happens on"),
    ],
)
def test_orders_that_make_no_sense(options: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        AuthFault(**options)


async def test_what_is_remembered(auth: AuthClient) -> None:
    assert auth.emulator.auth.records.maxlen == 1000
    await auth.sign_in()
    await auth.authorize("nobody")
    now = auth.clock.now.timestamp()
    assert list(auth.emulator.auth.records) == [
        AuthRecord(Operation.AUTHORIZE, 200, now),
        AuthRecord(Operation.ISSUE, 200, now),
        AuthRecord(Operation.AUTHORIZE, 403, now),
    ]
    assert auth.emulator.auth.counters.refused == 1


async def test_the_time_of_answers_is_the_emulators(auth: AuthClient) -> None:
    auth.clock.pass_by(3600)
    assert (await auth.authorize()).headers["Date"] == "Fri, 20 Nov 2026 16:05:30 GMT"
