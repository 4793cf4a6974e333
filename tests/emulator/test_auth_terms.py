"""The authorization API: the terms of use (auth.md §3)."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

import pytest

from emulator.auth.accounts import UserState
from emulator.auth.codes import CODE_SECONDS
from emulator.auth.terms import may_return_to

from .auth_client import Answer, AuthClient

OWN = "https://home.test/auth/external/callback"
SUCCESS = "clova://agreement-success"


@dataclass
class Page(HTMLParser):
    """What a person and a browser make of the page."""

    language: str | None = None
    action: str | None = None
    method: str | None = None
    hidden: dict[str, str] = field(default_factory=dict)
    boxes: list[str] = field(default_factory=list)
    buttons: list[str] = field(default_factory=list)
    text: str = ""

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        match tag, found.get("type"):
            case "html", _:
                self.language = found["lang"]
            case "form", _:
                self.action, self.method = found["action"], found["method"]
            case "input", "hidden":
                self.hidden[found["name"]] = found["value"]
            case "input", "checkbox":
                self.boxes.append(found["name"])
            case "button", _:
                self.buttons.append(found["value"])

    def handle_data(self, data: str) -> None:
        self.text += data


def page_of(answer: Answer) -> Page:
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    page = Page()
    page.feed(answer.text)
    return page


async def terms(auth: AuthClient, account: str = "naver-new", **changes: str) -> dict[str, Any]:
    answer = await auth.authorize(account, **changes)
    assert answer.status == 451
    return answer.body


async def visit(
    auth: AuthClient, address: str, own: str | None = None, language: str = "en"
) -> Answer:
    """Open the page as a client does, perhaps with an address of its own."""
    parts = urlsplit(address)
    assert f"{parts.scheme}://{parts.netloc}" == auth.emulator.auth_url
    query = parts.query + ("" if own is None else f"&redirect_uri={quote(own, safe='')}")
    return await auth.request("GET", parts.path, query, headers={"Accept-Language": language})


async def answer_with(
    auth: AuthClient, address: str, choice: str, *boxes: str, own: str | None = None
) -> str:
    """Open the page, tick boxes, press a button: where the browser is sent."""
    page = page_of(await visit(auth, address, own))
    assert page.method == "post"
    assert page.action is not None
    assert set(boxes) <= set(page.boxes)
    assert choice in page.buttons
    data = page.hidden | dict.fromkeys(boxes, "yes") | {"choice": choice}
    answer = await auth.request("POST", page.action, data=data)
    assert answer.status == 302
    return answer.headers["Location"]


async def accept(auth: AuthClient, address: str, own: str | None = None) -> str:
    return await answer_with(auth, address, "accept", "service", "privacy", own=own)


async def decline(auth: AuthClient, address: str, own: str | None = None) -> str:
    return await answer_with(auth, address, "decline", own=own)


@pytest.mark.cic("CIC-A-016")
async def test_the_page_that_is_named_is_there(auth: AuthClient) -> None:
    answer = await visit(auth, (await terms(auth))["redirect_uri"])
    page = page_of(answer)
    assert answer.status == 200
    assert page.buttons == ["accept", "decline"]
    assert page.boxes == ["service", "privacy", "offers"]
    assert "Terms of use" in page.text


@pytest.mark.cic("CIC-A-017")
async def test_accepting_leads_to_a_token(auth: AuthClient) -> None:
    asked = await terms(auth)
    assert (await auth.issue(asked["code"])).status == 400
    assert await accept(auth, asked["redirect_uri"]) == SUCCESS
    assert (await auth.issue(asked["code"])).status == 200
    assert (await auth.authorize("naver-new")).status == 200
    assert auth.emulator.violations == []


@pytest.mark.cic("CIC-A-018")
@pytest.mark.parametrize(
    ("choice", "boxes", "error"),
    [
        ("decline", (), "user-disagreement"),
        ("decline", ("service", "privacy"), "user-disagreement"),
        ("accept", (), "terms_not_agreed"),
        ("accept", ("service", "offers"), "terms_not_agreed"),
        ("accept", ("privacy",), "terms_not_agreed"),
    ],
)
async def test_not_accepting(
    auth: AuthClient, choice: str, boxes: tuple[str, ...], error: str
) -> None:
    asked = await terms(auth)
    target = await answer_with(auth, asked["redirect_uri"], choice, *boxes)
    assert target == f"clova://agreement-failure?error={error}"
    assert (await auth.issue(asked["code"])).status == 400
    assert (await auth.authorize("naver-new")).status == 451


async def test_changing_ones_mind(auth: AuthClient) -> None:
    asked = await terms(auth)
    await decline(auth, asked["redirect_uri"], OWN)
    await accept(auth, asked["redirect_uri"], OWN)
    assert (await auth.issue(asked["code"])).status == 200
    assert auth.emulator.violations == []


@pytest.mark.cic("CIC-A-019")
@pytest.mark.parametrize(
    ("own", "begins"),
    [
        (OWN, f"{OWN}?code="),
        ("home.test/back", "https://home.test/back?code="),
        ("https://home.test/?a=1", "https://home.test/?a=1&code="),
        ("http://localhost:8123/", "http://localhost:8123/?code="),
    ],
)
async def test_an_address_of_the_clients_own(auth: AuthClient, own: str, begins: str) -> None:
    asked = await terms(auth, state="s+&=")
    expected = {"code": asked["code"], "state": "s+&="}
    for choose, error in ((decline, {"error": "user-disagreement"}), (accept, {})):
        target = await choose(auth, asked["redirect_uri"], own)
        assert target.startswith(begins)
        found = dict(parse_qsl(urlsplit(target).query))
        found.pop("a", None)
        assert found == expected | error


async def test_a_client_that_goes_on_after_an_error(auth: AuthClient) -> None:
    asked = await terms(auth)
    await decline(auth, asked["redirect_uri"], OWN)
    assert (await auth.issue(asked["code"])).status == 400
    assert auth.emulator.violations == ["CIC-A-019: a token request after `error` (auth, issue)"]


@pytest.mark.parametrize(
    ("own", "allowed"),
    [
        ("https://home.test/a", True),
        ("home.test/a", True),
        ("http://127.0.0.1:8123/a", True),
        ("http://[::1]:8123/a", True),
        ("http://home.test/a", False),
        ("javascript://home.test/%0aalert(1)", False),
        ("ftp://home.test/", False),
        ("https://", False),
        ("https://[::1", False),
        ("https://home.test/\r\nX: y", False),
        ("", False),
    ],
)
async def test_where_the_outcome_may_go(auth: AuthClient, own: str, allowed: bool) -> None:
    assert may_return_to(own) is allowed
    asked = await terms(auth)
    assert (await visit(auth, asked["redirect_uri"], own)).status == (200 if allowed else 400)
    page = page_of(await visit(auth, asked["redirect_uri"]))
    answer = await auth.request(
        "POST", "/terms", data={**page.hidden, "redirect_uri": own, "choice": "decline"}
    )
    assert answer.status == (302 if allowed else 400)


async def test_what_a_caller_writes_stays_text(auth: AuthClient) -> None:
    own = 'https://home.test/"><script>alert(1)</script>'
    answer = await visit(auth, (await terms(auth))["redirect_uri"], own)
    assert "<script>alert" not in answer.text
    assert page_of(answer).hidden["redirect_uri"] == own


@pytest.mark.parametrize(
    ("wanted", "language", "word"),
    [
        ("ko-KR,ko;q=0.9,en;q=0.8", "ko", "이용약관"),
        ("ja", "ja", "利用規約"),
        ("fr, JA;q=0.5", "ja", "利用規約"),
        ("de", "en", "Terms of use"),
        ("", "en", "Terms of use"),
    ],
)
async def test_the_readers_language(
    auth: AuthClient, wanted: str, language: str, word: str
) -> None:
    page = page_of(await visit(auth, (await terms(auth))["redirect_uri"], language=wanted))
    assert page.language == language
    assert word in page.text


async def test_visits_that_are_over(auth: AuthClient) -> None:
    asked = await terms(auth)
    hidden = page_of(await visit(auth, asked["redirect_uri"])).hidden
    assert (await auth.request("GET", "/terms", "id=nonsense")).status == 404
    assert (await auth.request("GET", "/terms")).status == 404
    auth.clock.pass_by(CODE_SECONDS)
    assert (await visit(auth, asked["redirect_uri"])).status == 404
    assert (await auth.request("POST", "/terms", data={**hidden, "choice": "accept"})).status == 404
    assert (await auth.authorize("naver-new")).status == 451


async def test_terms_that_are_accepted_already(auth: AuthClient) -> None:
    asked = await terms(auth)
    await accept(auth, asked["redirect_uri"])
    page = page_of(await visit(auth, asked["redirect_uri"]))
    assert page.buttons == []
    assert "are accepted" in page.text


async def test_accounts_that_leave_meanwhile(auth: AuthClient) -> None:
    asked = await terms(auth)
    auth.emulator.auth.set_state("naver-new", UserState.LEFT)
    await accept(auth, asked["redirect_uri"])
    assert (await auth.issue(asked["code"])).status == 400
    assert (await auth.authorize("naver-new")).status == 423
