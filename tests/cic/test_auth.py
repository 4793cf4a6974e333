"""The requests of the authorization API, and what comes of their answers."""

from unittest.mock import patch

import pytest

from custom_components.clova_cic.cic import (
    DEFAULT_AUTH_URL,
    AuthApi,
    AuthRejectedError,
    AuthUnavailableError,
    Stage,
    StateMismatchError,
)
from custom_components.clova_cic.cic.auth import new_state

from .auth_script import IDENTITY, Asked, AuthScript, body, granted, tokens

CLIENT = {
    "client_id": IDENTITY.client_id,
    "client_secret": IDENTITY.client_secret,
    "device_id": IDENTITY.device_id,
    "model_id": IDENTITY.model_id,
}


async def asked_for_code(
    account_token: str | None = "acct", *, account_code: bool = False
) -> Asked:
    """What a request for a code looks like."""
    script = AuthScript(granted())
    await script.api().authorize(account_token, account_code=account_code)
    (asked,) = script.asked
    return asked


@pytest.mark.cic("CIC-A-001")
async def test_requests_go_to_the_vendor_unless_told_otherwise() -> None:
    script = AuthScript(granted(), tokens())
    api = AuthApi(DEFAULT_AUTH_URL, IDENTITY, script)
    await api.authorize("acct")
    await api.issue("c-1")
    assert [asked.endpoint for asked in script.asked] == [
        "https://auth.clova.ai/authorize",
        "https://auth.clova.ai/token",
    ]


async def test_a_base_url_may_end_with_a_slash() -> None:
    script = AuthScript(granted())
    await AuthApi("https://auth.example/", IDENTITY, script).authorize("acct")
    assert script.asked[0].endpoint == "https://auth.example/authorize"


@pytest.mark.cic("CIC-A-002", "CIC-A-004")
async def test_a_code_is_asked_for_with_what_the_api_wants_and_nothing_else() -> None:
    asked = await asked_for_code()
    assert asked.endpoint == "https://auth.example:8443/authorize"
    query = asked.query
    state = query.pop("state")
    assert query == {
        "client_id": IDENTITY.client_id,
        "device_id": IDENTITY.device_id,
        "model_id": IDENTITY.model_id,
        "response_type": "code",
    }
    assert len(state) >= 32
    assert asked.headers["Accept"] == "application/json"


@pytest.mark.cic("CIC-A-003")
async def test_the_account_token_stands_after_bearer() -> None:
    asked = await asked_for_code("acct-tok")
    assert asked.headers["Authorization"] == "Bearer acct-tok"
    assert "acct-tok" not in asked.url


async def test_a_code_of_the_account_service_is_announced() -> None:
    asked = await asked_for_code("line-code", account_code=True)
    assert asked.query["grant_type"] == "uauth_auth_code_v2"
    assert asked.headers["Authorization"] == "Bearer line-code"


@pytest.mark.parametrize("account_code", [False, True])
@pytest.mark.cic("CIC-A-009")
async def test_a_guest_says_so_and_shows_no_account(account_code: bool) -> None:
    asked = await asked_for_code(None, account_code=account_code)
    assert asked.query["request_vu"] == "Y"
    assert asked.headers == {"Accept": "application/json"}
    assert "grant_type" not in asked.query


@pytest.mark.cic("CIC-A-005", "CIC-A-006")
async def test_a_state_is_encoded_once_and_its_echo_is_known() -> None:
    script = AuthScript(granted())
    with patch(f"{AuthApi.__module__}.new_state", return_value="s+7 =&%3D/?"):
        await script.api().authorize("acct")
    assert "&state=s%2B7%20%3D%26%253D%2F%3F" in script.asked[0].url


def test_no_two_states_are_alike() -> None:
    assert len({new_state() for _ in range(100)}) == 100


@pytest.mark.parametrize("echo", [{"state": "another"}, {"state": None}, {"state": 5}, {}])
@pytest.mark.parametrize("status", [200, 451])
@pytest.mark.cic("CIC-A-006")
async def test_an_answer_to_another_request_is_refused(
    status: int, echo: dict[str, object]
) -> None:
    script = AuthScript(body(status, code="c-1", redirect_uri="https://terms.example/", **echo))
    with pytest.raises(StateMismatchError):
        await script.api().authorize("acct")


async def test_terms_that_are_not_accepted_come_with_the_code_and_their_page() -> None:
    page = "https://terms.example/clova?x=1"
    authorization = await AuthScript(granted(451, redirect_uri=page)).api().authorize("acct")
    assert (authorization.code, authorization.terms_url) == ("c-1", page)
    accepted = await AuthScript(granted(200, redirect_uri=page)).api().authorize("acct")
    assert (accepted.code, accepted.terms_url) == ("c-1", None)


@pytest.mark.parametrize(
    "page",
    [None, "", 5, "terms", "/terms", "javascript:alert(1)", "file:///x", "https://[", "data:,"],
)
async def test_terms_that_no_browser_may_be_sent_to(page: object) -> None:
    with pytest.raises(AuthUnavailableError) as caught:
        await AuthScript(granted(451, redirect_uri=page)).api().authorize("acct")
    assert caught.value.stage is Stage.AUTHORIZE


@pytest.mark.cic("CIC-A-020")
async def test_a_code_is_exchanged_with_the_clients_secret() -> None:
    script = AuthScript(tokens())
    pair = await script.api(lambda: 5000.0).issue("c+1/=")
    (asked,) = script.asked
    assert asked.endpoint == "https://auth.example:8443/token"
    assert asked.query == {**CLIENT, "grant_type": "authorization_code", "code": "c+1/="}
    assert asked.headers == {"Accept": "application/json"}
    assert (pair.access_token, pair.refresh_token) == ("access-1", "refresh-1")
    assert pair.expires_at == 5000.0 + 7200


@pytest.mark.cic("CIC-A-024", "CIC-A-026")
async def test_a_refresh_shows_the_refresh_token_and_the_device() -> None:
    script = AuthScript(tokens(2))
    pair = await script.api().refresh("r-1")
    (asked,) = script.asked
    assert asked.query == {**CLIENT, "grant_type": "refresh_token", "refresh_token": "r-1"}
    assert (pair.access_token, pair.refresh_token) == ("access-2", "refresh-2")


@pytest.mark.cic("CIC-A-029")
async def test_a_deletion_shows_the_token() -> None:
    script = AuthScript(tokens())
    await script.api().delete("a-1")
    (asked,) = script.asked
    assert asked.endpoint == "https://auth.example:8443/token"
    assert asked.query == {**CLIENT, "grant_type": "delete", "access_token": "a-1"}


@pytest.mark.parametrize(
    "answer",
    [
        body(access_token="a-1", client_id="cid-1", expires_in=5),
        body(access_token="a-1", expires_in=5),
        body(),
        (200, b""),
        (200, b"<html>"),
    ],
)
@pytest.mark.cic("CIC-A-030")
async def test_a_deletion_is_judged_by_its_status(answer: tuple[int, bytes]) -> None:
    script = AuthScript(answer, body(400))
    await script.api().delete("a-1")
    with pytest.raises(AuthRejectedError):
        await script.api().delete("a-1")


@pytest.mark.cic("CIC-A-039")
async def test_each_value_is_encoded_once_and_joined_with_an_ampersand() -> None:
    script = AuthScript(tokens())
    await script.api().issue("c 1")
    url = script.asked[0].url
    assert (url.count("?"), url.count("&")) == (1, 5)
    assert "client_secret=se%2Bcr%2Fet%253D%26%3D%3F%23%ED%95%9C" in url
    assert "code=c%201" in url
    assert "model_id=bot%202" in url


async def test_what_cannot_be_written_in_utf8_is_left_to_the_server_to_refuse() -> None:
    script = AuthScript(body(400))
    with pytest.raises(AuthRejectedError):
        await script.api().issue("c\ud800")
    assert script.asked[0].query["code"] == "c?"
