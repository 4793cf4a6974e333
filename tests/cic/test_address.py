"""Checking and taking apart the base URI of a CIC server."""

import pytest

from custom_components.clova_cic.cic.address import (
    DEFAULT_BASE_URL,
    host_and_port,
    is_vendor_host,
    normalise_base_url,
)
from custom_components.clova_cic.cic.errors import UsageError


@pytest.mark.cic("CIC-T-002")
def test_the_vendors_printed_address_is_the_default() -> None:
    assert normalise_base_url("https://prod-ni-cic.clova.ai/") == DEFAULT_BASE_URL
    assert host_and_port(DEFAULT_BASE_URL) == ("prod-ni-cic.clova.ai", 443)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("https://cic.example", "https://cic.example"),
        ("cic.example", "https://cic.example"),
        ("  cic.example\n", "https://cic.example"),
        ("HTTPS://CIC.Example", "https://cic.example"),
        ("https://cic.example/", "https://cic.example"),
        ("https://cic.example:443", "https://cic.example"),
        ("https://cic.example:", "https://cic.example"),
        ("https://cic.example:8443/", "https://cic.example:8443"),
        ("localhost:8443", "https://localhost:8443"),
        ("127.0.0.1:1", "https://127.0.0.1:1"),
        ("cic.example:65535", "https://cic.example:65535"),
        ("[::1]", "https://[::1]"),
        ("https://[FE80::1]:8443", "https://[fe80::1]:8443"),
    ],
)
def test_an_address_is_normalised(typed: str, expected: str) -> None:
    normalised = normalise_base_url(typed)
    assert normalised == expected
    assert normalise_base_url(normalised) == normalised


@pytest.mark.cic("CIC-T-001")
@pytest.mark.parametrize("scheme", ["http", "HTTP", "ws", "file", "h2", ""])
def test_another_scheme_than_https_is_refused(scheme: str) -> None:
    with pytest.raises(UsageError, match="begin with https"):
        normalise_base_url(f"{scheme}://cic.example")


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "https://",
        "https:///",
        ":443",
        "/v1/directives",
        "//cic.example",
        "cic .example",
        "cic\x00.example",
        "cic\x7f.example",
        "cic\u200b.example",
        "cic\u2028.example",
        "cic..example",
        f"{'c' * 64}.example",
    ],
)
def test_an_address_without_a_host_is_refused(typed: str) -> None:
    with pytest.raises(UsageError, match="names no host"):
        normalise_base_url(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "cic.example:port",
        "cic.example:65536",
        "cic.example:-1",
        "cic.example:0",
        "[::1",
        "::1",
        "https://https:8443:1",
    ],
)
def test_a_bad_port_is_refused(typed: str) -> None:
    with pytest.raises(UsageError):
        normalise_base_url(typed)


@pytest.mark.parametrize(
    "typed", ["user@cic.example", "user:secret@cic.example", ":secret@cic.example", "@cic.example"]
)
def test_user_info_is_refused_and_not_repeated(typed: str) -> None:
    with pytest.raises(UsageError, match="user name") as refused:
        normalise_base_url(typed)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    "typed",
    [
        "https://cic.example/v1",
        "cic.example/v1/directives",
        "cic.example?a=b",
        "cic.example/?a=b",
        "cic.example#top",
    ],
)
def test_what_follows_the_host_is_refused(typed: str) -> None:
    with pytest.raises(UsageError, match="must end after"):
        normalise_base_url(typed)


@pytest.mark.parametrize("typed", ["cic\\.example", "한국.example", "a%zz"])
def test_a_host_that_cannot_be_sent_as_it_is_is_refused_or_encoded(typed: str) -> None:
    """`:authority` takes ASCII and no backslash, so the host must not get through unchanged."""
    try:
        normalised = normalise_base_url(typed)
    except UsageError:
        return
    assert normalised.isascii()
    assert not set(normalised) & set("\\%")


@pytest.mark.parametrize(
    ("base_url", "expected"),
    [
        ("https://cic.example", ("cic.example", 443)),
        ("https://cic.example:8443", ("cic.example", 8443)),
        ("https://[::1]:8443", ("::1", 8443)),
        ("https://127.0.0.1", ("127.0.0.1", 443)),
    ],
)
def test_what_to_dial(base_url: str, expected: tuple[str, int]) -> None:
    assert host_and_port(base_url) == expected


@pytest.mark.parametrize(
    ("base_url", "expected"),
    [
        (DEFAULT_BASE_URL, True),
        ("https://clova.ai", True),
        ("https://CIC.NAVER.COM:8443", True),
        ("https://a.b.line.me", True),
        ("https://prod-ni-cic.clova.ai.", True),
        ("https://static.naver.net", True),
        ("https://x.line-apps.com", True),
        ("https://notclova.ai", False),
        ("https://clova.ai.example", False),
        ("https://naver.com.evil.example", False),
        ("https://localhost:8443", False),
        ("https://[::1]:8443", False),
    ],
)
def test_the_vendors_hosts_are_known(base_url: str, expected: bool) -> None:
    assert is_vendor_host(base_url) is expected
