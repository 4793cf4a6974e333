"""Visits to the terms of use (auth.md §3): show the page, take the answer, redirect."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import quote, urlsplit

from aiohttp import web

from .codes import Code
from .desk import AuthDesk
from .operations import TERMS
from .page import MANDATORY, form_page, language_of, message_page, words

_SUCCESS: Final = "clova://agreement-success"
_FAILURE: Final = "clova://agreement-failure"
DECLINED: Final = "user-disagreement"
NOT_AGREED: Final = "terms_not_agreed"
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})


class Terms:
    """The pages below /terms."""

    def __init__(self, desk: AuthDesk) -> None:
        self._desk = desk

    def show(self, request: web.Request) -> web.Response:
        """The page for the code that the address belongs to."""
        language = _language(request)
        code = self._desk.codes.of_visit(request.query.get("id", ""))
        own = request.query.get("redirect_uri")
        if code is None:
            return _message(404, language, words(language).gone)
        if own is not None and not may_return_to(own):
            return _message(400, language, words(language).bad_address)
        if self._desk.agreed(code):
            return _message(200, language, words(language).accepted)
        hidden = {"id": code.visit} if own is None else {"id": code.visit, "redirect_uri": own}
        return _page(200, form_page(language, TERMS, hidden))

    async def submit(self, request: web.Request, error: str | None) -> web.Response:
        """A person's answer; `error`: what goes wrong whatever it is."""
        form = {name: str(value) for name, value in (await request.post()).items()}
        language = _language(request)
        code = self._desk.codes.of_visit(form.get("id", ""))
        own = form.get("redirect_uri")
        if code is None:
            return _message(404, language, words(language).gone)
        if own is not None and not may_return_to(own):
            return _message(400, language, words(language).bad_address)
        error = error or outcome(form)
        if error is None:
            self._desk.agree(code)
        elif own is not None:
            code.told_refused = True
        target = app_target(error) if own is None else own_target(own, code, error)
        return web.Response(status=302, headers={"Location": target})


def outcome(form: Mapping[str, str]) -> str | None:
    """The `error` of a person's answer; None: the terms are accepted."""
    if form.get("choice") != "accept":
        return DECLINED
    return None if all(form.get(each) for each in MANDATORY) else NOT_AGREED


def app_target(error: str | None) -> str:
    """Where the browser goes if the client named no address of its own (CIC-A-017, CIC-A-018)."""
    return _SUCCESS if error is None else f"{_FAILURE}?error={quote(error, safe='')}"


def own_target(own: str, code: Code, error: str | None) -> str:
    """The client's own address with the outcome; the code comes in any case (CIC-A-019)."""
    found = [("code", code.value), ("state", code.state)]
    if error is not None:
        found.append(("error", error))
    query = "&".join(f"{name}={quote(value, safe='')}" for name, value in found)
    address = _with_scheme(own)
    return f"{address}{'&' if '?' in address else '?'}{query}"


def may_return_to(own: str) -> bool:
    """Whether the outcome may be sent there: by https, or http on this machine."""
    try:
        parts = urlsplit(_with_scheme(own))
        host = parts.hostname
    except ValueError:
        return False
    if not host or any(ord(each) <= ord(" ") for each in own):
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and host in _LOOPBACK)


def _with_scheme(own: str) -> str:
    """auth.md writes `https://<redirect_uri>`: the scheme may be left out."""
    return own if "://" in own else f"https://{own}"


def _language(request: web.Request) -> str:
    return language_of(request.headers.get("Accept-Language", ""))


def _message(status: int, language: str, sentence: str) -> web.Response:
    return _page(status, message_page(language, sentence))


def _page(status: int, text: str) -> web.Response:
    headers = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
    return web.Response(status=status, text=text, content_type="text/html", headers=headers)
