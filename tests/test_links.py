"""Which links are shown, and how."""

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.clova_cic.cic.interfaces.clova import LaunchTarget, Suggestion
from custom_components.clova_cic.const import DOMAIN
from custom_components.clova_cic.links import (
    Link,
    async_show_link,
    first_link,
    link_of,
    web_address,
)
from tests.ha import notifications


@pytest.mark.cic("CIC-CL-054")
@pytest.mark.parametrize(
    ("uri", "address"),
    [
        ("https://demo.example/", "https://demo.example/"),
        ("http://demo.example/a b?q=날씨", "http://demo.example/a%20b?q=%EB%82%A0%EC%94%A8"),
        ("HTTPS://Demo.example", "https://demo.example"),
        ("https://demo.example/a>b", "https://demo.example/a%3Eb"),
        ("demoapp://home", None),
        ("clova://webview?url=https://demo.example/", None),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("file:///etc/passwd", None),
        ("/local/page", None),
        ("https://", None),
        ("https://user:secret@demo.example/", None),
        ("https://[broken/", None),
        ("https://demo.example/" + "x" * 3000, None),
        ("", None),
        (None, None),
    ],
)
def test_only_web_pages_can_be_opened(uri: str | None, address: str | None) -> None:
    assert web_address(uri) == address


APP = LaunchTarget(uri="demoapp://home", title="App", market_url="https://store.example/app")
SITE = LaunchTarget(uri="https://demo.example/", title="Site", description="About it")
OTHER = LaunchTarget(uri="https://other.example/")


@pytest.mark.cic("CIC-CL-050", "CIC-CL-051")
@pytest.mark.parametrize(
    ("targets", "link"),
    [
        ([SITE, OTHER], Link("https://demo.example/", "Site", "About it")),
        ([OTHER, SITE], Link("https://other.example/", "https://other.example/")),
        ([APP, SITE, OTHER], Link("https://demo.example/", "Site", "About it")),
        ([], None),
        ([LaunchTarget(uri="demoapp://home")], None),
    ],
)
def test_the_first_that_can_be_opened_is_the_link(
    targets: list[LaunchTarget], link: Link | None
) -> None:
    assert first_link(targets) == link


@pytest.mark.cic("CIC-CL-052")
def test_the_shop_of_an_app_is_the_last_resort() -> None:
    assert first_link([APP]) == Link("https://store.example/app", "App")
    assert first_link([APP, OTHER]) == Link("https://other.example/", "https://other.example/")


@pytest.mark.cic("CIC-CL-041")
def test_a_suggestion_may_be_a_link() -> None:
    assert link_of(Suggestion(label="a", query="q", url="https://x.example/")) == Link(
        "https://x.example/", "a"
    )
    assert link_of(Suggestion(label="a", query="q", url="")) is None
    assert link_of(Suggestion(label="a", query="q")) is None


async def test_a_title_cannot_pass_for_markdown(hass: HomeAssistant) -> None:
    entry = MockConfigEntry(domain=DOMAIN, title="Kitchen")
    link = Link(
        "https://demo.example/(x)", "**Click** [here](https://evil.example)\n<b>" + "y" * 500, "*d*"
    )
    await async_show_link(hass, link, entry, "en")
    (shown,) = notifications(hass)
    first, _, description = shown["message"].partition("\n\n")
    assert first.startswith(r"[\*\*Click\*\* \[here\]\(https://evil.example\) \<b\>y")
    assert first.endswith("…](<https://demo.example/(x)>)")
    assert description == r"\*d\*"
    assert shown["title"] is not None
    assert "Kitchen" in shown["title"]


async def test_a_new_link_takes_the_place_of_the_old_one(hass: HomeAssistant) -> None:
    entry = MockConfigEntry(domain=DOMAIN, title="Kitchen")
    for name in ("a", "b"):
        await async_show_link(hass, Link(f"https://{name}.example/", name), entry, "ko")
    (shown,) = notifications(hass)
    assert shown["message"] == "[b](<https://b.example/>)"
