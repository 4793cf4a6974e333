"""What every request says about the device, and the token that cannot be renewed."""

import dataclasses

import pytest

from custom_components.clova_cic.cic.errors import Stage, TokenRefusedError
from custom_components.clova_cic.cic.settings import (
    ClientConfig,
    StaticToken,
    Timing,
    request_headers,
)

CONFIG = ClientConfig(base_url="https://cic.example", user_agent="Acme/Bot/1.2.3 (Linux;rpi5)")


def headers(config: ClientConfig = CONFIG) -> list[tuple[str, str]]:
    """The headers of a request for the downchannel."""
    return request_headers(config, "cic.example:8443", "GET", "/v1/directives", "tok-A")


@pytest.mark.cic("CIC-T-001")
def test_a_request_goes_to_its_path_over_https() -> None:
    assert headers()[:4] == [
        (":method", "GET"),
        (":scheme", "https"),
        (":authority", "cic.example:8443"),
        (":path", "/v1/directives"),
    ]


@pytest.mark.cic("CIC-T-003")
def test_the_token_stands_after_bearer_and_one_space() -> None:
    assert [value for name, value in headers() if name == "authorization"] == ["Bearer tok-A"]


@pytest.mark.cic("CIC-T-004")
def test_the_user_agent_is_sent_as_it_is_configured() -> None:
    assert [value for name, value in headers() if name == "user-agent"] == [CONFIG.user_agent]


@pytest.mark.cic("CIC-T-008")
def test_tags_are_sent_with_commas_between() -> None:
    tagged = dataclasses.replace(CONFIG, device_tags=("Tag1", "Tag2", "Tag3"))
    found = [value for name, value in headers(tagged) if name == "x-clova-device-tags"]
    assert found == ["Tag1,Tag2,Tag3"]


def test_without_tags_no_header_names_them() -> None:
    assert "x-clova-device-tags" not in dict(headers())


def test_header_names_are_in_lower_case_and_pseudo_headers_come_first() -> None:
    names = [name for name, _ in headers(dataclasses.replace(CONFIG, device_tags=("a",)))]
    assert names == [name.lower() for name in names]
    assert names == sorted(names, key=lambda name: not name.startswith(":"))


async def test_a_static_token_is_what_it_was_made_of() -> None:
    assert await StaticToken("tok-A").token() == "tok-A"


@pytest.mark.cic("CIC-T-028")
async def test_a_static_token_that_is_refused_asks_for_a_new_sign_in() -> None:
    token = StaticToken("tok-A")
    with pytest.raises(TokenRefusedError) as refused:
        await token.renew("tok-A")
    assert refused.value.stage is Stage.TOKEN
    assert "tok-A" not in str(refused.value)
    assert "tok-A" not in repr(token)


@pytest.mark.cic("CIC-T-021")
def test_a_ping_is_due_each_minute_unless_told_otherwise() -> None:
    assert Timing().ping_interval == 60


def test_all_limits_are_positive_and_an_ack_is_due_before_the_next_ping() -> None:
    timing = Timing()
    assert min(dataclasses.asdict(timing).values()) > 0
    assert timing.ping_ack < timing.ping_interval
    assert timing.idle < timing.turn
