"""Terms of use that come first: as a link, or as a page that leads back to Home Assistant."""

import re
import socket
from typing import Any

import aiohttp
from homeassistant.config_entries import ConfigFlowResult
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import http
from homeassistant.helpers.config_entry_oauth2_flow import HEADER_FRONTEND_BASE
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator
from yarl import URL

from custom_components.clova_cic.const import DOMAIN
from custom_components.clova_cic.flow.sign_in import TermsOutcome
from custom_components.clova_cic.flow.terms_landing import _LANDINGS
from emulator import Emulator
from emulator.auth.accounts import UserState
from emulator.auth.operations import Operation
from tests.flow.dialogs import account, choose, fill_in, sign_in
from tests.ha import hurry, trust

HOME = "https://home.example"


@pytest.fixture
async def cloud(
    hass: HomeAssistant, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> Emulator:
    """An emulator that Home Assistant trusts."""
    trust(emulator, monkeypatch)
    hurry(monkeypatch)
    return emulator


class Browser:
    """Opens the page of terms and answers it, as a person would."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    async def answer(self, url: str, *, choice: str = "accept", mandatory: bool = True) -> str:
        """Submit the page's form; return the address that the browser is sent to."""
        async with self._session.get(url, ssl=False) as page:
            assert page.status == 200
            text = await page.text()
        hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', text))
        boxes = re.findall(r'type="checkbox" name="(\w+)"', text) if mandatory else []
        form = {**hidden, **dict.fromkeys(boxes, "on"), "choice": choice}
        action = URL(url).with_query(None)
        async with self._session.post(
            action, data=form, ssl=False, allow_redirects=False
        ) as answer:
            assert answer.status == 302
            return answer.headers["Location"]


@pytest.fixture
async def browser(socket_enabled: None) -> Any:
    connector = aiohttp.TCPConnector(family=socket.AF_INET)
    async with aiohttp.ClientSession(connector=connector) as session:
        yield Browser(session)


async def at_the_link(hass: HomeAssistant, cloud: Emulator) -> tuple[ConfigFlowResult, str]:
    """Sign in until the dialog shows a link to the terms; return it too."""
    result = await sign_in(hass, "naver", account(cloud, "naver-new"))
    assert result["type"] is FlowResultType.FORM
    assert result["step_id"] == "terms"
    placeholders = result["description_placeholders"]
    assert placeholders is not None
    return result, placeholders["url"]


async def at_the_page(
    hass: HomeAssistant, cloud: Emulator, base: str = HOME
) -> tuple[ConfigFlowResult, URL]:
    """The same with a browser that came by https: the dialog waits for the page."""
    request = type("Request", (), {"headers": {HEADER_FRONTEND_BASE: base}})()
    known = http.current_request.set(request)
    try:
        result = await sign_in(hass, "naver", account(cloud, "naver-new"))
    finally:
        http.current_request.reset(known)
    assert result["type"] is FlowResultType.EXTERNAL_STEP
    assert result["step_id"] == "terms_page"
    return result, URL(result["url"])


@pytest.mark.cic("CIC-A-016", "CIC-A-017")
@pytest.mark.parametrize("told", [{"agreed": True}, {"landing": " clova://agreement-success "}])
async def test_the_dialog_goes_on_once_the_terms_are_accepted(
    hass: HomeAssistant, cloud: Emulator, browser: Browser, told: dict[str, Any]
) -> None:
    result, url = await at_the_link(hass, cloud)
    assert url.startswith(f"{cloud.auth_url}/terms?")
    assert cloud.connections_made == 0
    landed = await browser.answer(url)
    assert landed == "clova://agreement-success"
    done = await fill_in(hass, result["flow_id"], {"agreed": False, **told})
    assert done["type"] is FlowResultType.CREATE_ENTRY
    # The code of before counts: nothing was asked a second time.
    assert cloud.auth.counters.authorizes == 1


@pytest.mark.cic("CIC-A-018")
@pytest.mark.parametrize(
    ("told", "problem"),
    [
        ({"agreed": False}, "terms_declined"),
        ({"landing": "clova://agreement-failure?error=user-disagreement"}, "terms_declined"),
        ({"landing": "clova://agreement-failure?error=terms_not_agreed"}, "terms_not_agreed"),
        ({"landing": "clova://agreement-failure?error=server_error"}, "terms_server_error"),
        ({"landing": "clova://agreement-failure?error=User-Disagreement"}, "terms_failed"),
        ({"landing": "clova://agreement-failure"}, "terms_failed"),
        ({"landing": "clova://agreement-success?error=server_error"}, "terms_server_error"),
        ({"landing": "clova://something-new"}, "terms_failed"),
    ],
)
async def test_terms_that_are_not_accepted_end_in_the_form(
    hass: HomeAssistant, cloud: Emulator, told: dict[str, Any], problem: str
) -> None:
    result, _ = await at_the_link(hass, cloud)
    # Whatever is claimed beside it, an address that tells of a failure counts.
    answer = {"agreed": "landing" in told, **told}
    back = await fill_in(hass, result["flow_id"], answer)
    assert back["step_id"] == "naver"
    assert back["errors"] == {"base": problem}
    assert [record.operation for record in cloud.auth.records] == [Operation.AUTHORIZE]

    cloud.auth.set_state("naver-new", UserState.ACCEPTED)
    again = await fill_in(hass, back["flow_id"], account(cloud, "naver-new"))
    assert again["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.parametrize("address", ["https://auth.example/terms", "agreed", "http://[x"])
async def test_an_address_that_is_another_one_is_told_at_its_field(
    hass: HomeAssistant, cloud: Emulator, browser: Browser, address: str
) -> None:
    result, url = await at_the_link(hass, cloud)
    again = await fill_in(hass, result["flow_id"], {"agreed": False, "landing": address})
    if address.startswith("http://"):
        assert again["errors"] == {"base": "terms_failed"}
        return
    assert again["step_id"] == "terms"
    assert again["errors"] == {"landing": "terms_address"}
    placeholders = again["description_placeholders"]
    assert placeholders is not None
    assert placeholders["url"] == url
    await browser.answer(url)
    done = await fill_in(hass, result["flow_id"], {"agreed": True})
    assert done["type"] is FlowResultType.CREATE_ENTRY


async def test_who_says_so_but_has_not_agreed_is_told(hass: HomeAssistant, cloud: Emulator) -> None:
    result, _ = await at_the_link(hass, cloud)
    back = await fill_in(hass, result["flow_id"], {"agreed": True})
    assert back["errors"] == {"base": "issue_rejected"}


@pytest.mark.cic("CIC-A-016", "CIC-A-019")
async def test_the_page_leads_back_to_the_dialog(
    hass: HomeAssistant,
    cloud: Emulator,
    browser: Browser,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    result, url = await at_the_page(hass, cloud)
    own = URL(url.query["redirect_uri"])
    assert str(own).startswith(f"{HOME}/api/clova_cic/terms/")
    landed = URL(await browser.answer(str(url)))
    assert landed.with_query(None) == own

    home = await hass_client_no_auth()
    closing = await home.get(landed.path_qs)
    assert closing.status == 200
    assert "window.close()" in await closing.text()
    done = await fill_in(hass, result["flow_id"], None)
    assert done["type"] is FlowResultType.CREATE_ENTRY
    assert cloud.auth.counters.authorizes == 1
    # The address was good for once.
    assert (await home.get(landed.path_qs)).status == 404


@pytest.mark.cic("CIC-A-019")
async def test_an_error_of_the_page_counts_though_a_code_comes_with_it(
    hass: HomeAssistant,
    cloud: Emulator,
    browser: Browser,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    result, url = await at_the_page(hass, cloud)
    landed = URL(await browser.answer(str(url), choice="decline"))
    assert "code" in landed.query
    home = await hass_client_no_auth()
    assert (await home.get(landed.path_qs)).status == 200
    back = await fill_in(hass, result["flow_id"], None)
    assert back["step_id"] == "naver"
    assert back["errors"] == {"base": "terms_declined"}
    assert cloud.auth.counters.issues == 0


@pytest.mark.parametrize(
    ("query", "problem"),
    [("", "terms_failed"), ("?code=another&state=x", "state_mismatch")],
)
async def test_a_page_that_brings_back_another_code_is_not_believed(
    hass: HomeAssistant,
    cloud: Emulator,
    hass_client_no_auth: ClientSessionGenerator,
    query: str,
    problem: str,
) -> None:
    result, url = await at_the_page(hass, cloud)
    home = await hass_client_no_auth()
    await home.get(URL(url.query["redirect_uri"]).path + query)
    back = await fill_in(hass, result["flow_id"], None)
    assert back["errors"] == {"base": problem}


async def test_the_page_is_shown_again_to_a_dialog_that_is_opened_anew(
    hass: HomeAssistant, cloud: Emulator
) -> None:
    result, url = await at_the_page(hass, cloud)
    again = await hass.config_entries.flow.async_configure(result["flow_id"])
    assert again["type"] is FlowResultType.EXTERNAL_STEP
    assert URL(again["url"]) == url


async def test_a_dialog_that_is_elsewhere_is_left_alone(
    hass: HomeAssistant, cloud: Emulator, hass_client_no_auth: ClientSessionGenerator
) -> None:
    result, url = await at_the_page(hass, cloud)
    path = URL(url.query["redirect_uri"]).path
    flow_id = result["flow_id"]
    landings = hass.data[_LANDINGS]
    (key,) = landings
    home = await hass_client_no_auth()
    await home.get(f"{path}?error=server_error")
    assert (await fill_in(hass, flow_id, None))["step_id"] == "naver"
    landings[key] = flow_id  # as if the page had been opened in two windows
    assert (await home.get(f"{path}?code=x")).status == 404
    assert hass.config_entries.flow.async_get(flow_id)["step_id"] == "naver"


async def test_a_page_whose_dialog_is_closed_leads_nowhere(
    hass: HomeAssistant, cloud: Emulator, hass_client_no_auth: ClientSessionGenerator
) -> None:
    result, url = await at_the_page(hass, cloud)
    other, _ = await at_the_page(hass, cloud)
    hass.config_entries.flow.async_abort(result["flow_id"])
    home = await hass_client_no_auth()
    answer = await home.get(f"{URL(url.query['redirect_uri']).path}?code=x")
    assert answer.status == 404
    assert (await home.get("/api/clova_cic/terms/guessed?code=x")).status == 404
    (left,) = hass.config_entries.flow.async_progress_by_handler(DOMAIN)
    assert left["flow_id"] == other["flow_id"]


@pytest.mark.parametrize("base", ["http://home.local:8123", "https://", "home"])
async def test_without_https_the_terms_come_as_a_link(
    hass: HomeAssistant, cloud: Emulator, base: str
) -> None:
    request = type("Request", (), {"headers": {HEADER_FRONTEND_BASE: base}})()
    known = http.current_request.set(request)
    try:
        await at_the_link(hass, cloud)
    finally:
        http.current_request.reset(known)


async def test_a_new_attempt_shows_the_terms_anew(hass: HomeAssistant, cloud: Emulator) -> None:
    flow_id = await choose(hass, "naver")
    first = await fill_in(hass, flow_id, account(cloud, "naver-new"))
    declined = await fill_in(hass, flow_id, {"agreed": False})
    assert declined["step_id"] == "naver"
    second = await fill_in(hass, flow_id, account(cloud, "naver-new"))
    assert second["step_id"] == "terms"
    assert first["description_placeholders"] != second["description_placeholders"]


def test_no_outcome_is_taken_for_a_success_by_accident() -> None:
    assert TermsOutcome.of_landing("c", None) == TermsOutcome(None, "c")
    assert TermsOutcome.of_landing("c", "").problem == "terms_failed"
    assert TermsOutcome.of_landing(None, None).problem == "terms_failed"
    assert TermsOutcome.of_address("clova://agreement-success").problem is None
