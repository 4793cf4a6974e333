"""Speech at an address: what is fetched, and what is not."""

import socket
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.clova_cic.media.public_http import _guarded_socket
from custom_components.clova_cic.speech import fetch as speech_fetch
from emulator import Emulator
from emulator.speech.mp3 import silence
from tests.ha import hurry, set_up, trust
from tests.voice import prepare_pipeline, say, shown, speak, spoken, until_told, voice

SOUND = silence(0.1)


@pytest.fixture
async def entry(
    hass: HomeAssistant, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> MockConfigEntry:
    """A device with a pipeline of its own."""
    trust(emulator, monkeypatch)
    hurry(monkeypatch)
    entry = await set_up(hass, emulator)
    await prepare_pipeline(hass)
    return entry


@pytest.fixture
def agents() -> list[str]:
    """Who asked for the sound."""
    return []


@pytest.fixture
async def media(socket_enabled: None, aiohttp_server: Any, agents: list[str]) -> TestServer:
    """A server of sounds on the machine of the cloud."""

    async def sound(request: web.Request) -> web.Response:
        agents.append(request.headers["User-Agent"])
        return web.Response(body=SOUND, content_type="audio/mpeg")

    async def elsewhere(request: web.Request) -> web.Response:
        raise web.HTTPFound(request.query["to"])

    app = web.Application()
    app.router.add_get("/sound.mp3", sound)
    app.router.add_get("/elsewhere", elsewhere)
    server: TestServer = await aiohttp_server(app)
    return server


async def hear(hass: HomeAssistant, cloud: Emulator, url: str, **more: Any) -> bytes:
    """Hear an answer of two items, of which the first is at an address; return the first."""
    sound = voice(0.2)
    cloud.answer_next(
        spoken(shown("Two."), speak(url, "there", **more), speak(sound, "here"), sound)
    )
    heard = await (await say(hass)).sound()
    assert heard.endswith(sound.data)
    return heard.removesuffix(sound.data)


@pytest.mark.cic("CIC-SS-007", "CIC-T-056", "CIC-T-006")
async def test_speech_at_an_address_is_fetched(
    hass: HomeAssistant,
    emulator: Emulator,
    entry: MockConfigEntry,
    media: TestServer,
    agents: list[str],
) -> None:
    assert await hear(hass, emulator, str(media.make_url("/sound.mp3"))) == SOUND
    assert agents == [emulator.requests[0].header("user-agent")]
    await until_told(
        emulator,
        ("SpeechStarted", "there"),
        ("SpeechFinished", "there"),
        ("SpeechStarted", "here"),
        ("SpeechFinished", "here"),
    )


async def test_a_redirection_is_followed(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry, media: TestServer
) -> None:
    url = media.make_url("/elsewhere").with_query(to=str(media.make_url("/sound.mp3")))
    assert await hear(hass, emulator, str(url)) == SOUND


@pytest.mark.parametrize(
    "url",
    [
        "http://10.0.0.1/sound.mp3",
        "http://169.254.169.254/sound.mp3",
        "http://[fe80::1]/sound.mp3",
        "https://user:password@media.example/sound.mp3",
        "file:///etc/hostname",
        "clova://sound",
        "sound.mp3",
        "http://[",
        "",
    ],
)
@pytest.mark.cic("CIC-SS-015")
async def test_what_is_not_public_is_left_out(
    hass: HomeAssistant,
    emulator: Emulator,
    entry: MockConfigEntry,
    caplog: pytest.LogCaptureFixture,
    url: str,
) -> None:
    assert await hear(hass, emulator, url) == b""
    assert "a part of the speech is left out" in caplog.text
    own = [r for r in caplog.records if r.name.startswith("custom_components.")]
    assert not any("sound.mp3" in record.getMessage() for record in own)
    await until_told(emulator, ("SpeechStarted", "here"), ("SpeechFinished", "here"))


async def test_a_redirection_does_not_lead_to_a_private_place(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry, media: TestServer
) -> None:
    url = media.make_url("/elsewhere").with_query(to="http://192.168.1.1/sound.mp3")
    assert await hear(hass, emulator, str(url)) == b""


async def test_home_assistant_itself_is_not_asked(
    hass: HomeAssistant,
    emulator: Emulator,
    entry: MockConfigEntry,
    media: TestServer,
    agents: list[str],
) -> None:
    class Api:
        port = media.port

    hass.config.api = Api()  # type: ignore[assignment]
    assert await hear(hass, emulator, str(media.make_url("/sound.mp3"))) == b""
    assert agents == []


async def test_what_is_not_there_is_left_out(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry, media: TestServer
) -> None:
    assert await hear(hass, emulator, str(media.make_url("/nothing.mp3"))) == b""


async def test_what_never_ends_is_cut(
    hass: HomeAssistant,
    emulator: Emulator,
    entry: MockConfigEntry,
    media: TestServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(speech_fetch, "MAX_BYTES", len(SOUND) - 1)
    assert await hear(hass, emulator, str(media.make_url("/sound.mp3"))) == b""
    await until_told(emulator, ("SpeechStarted", "here"), ("SpeechFinished", "here"))


@pytest.mark.parametrize(
    ("host", "port", "allowed"),
    [
        ("8.8.8.8", 80, True),
        ("2606:4700::1111", 443, True),
        ("127.0.0.1", 80, True),  # the cloud's own address
        ("127.0.0.1", 8123, False),  # where Home Assistant is
        ("127.0.0.2", 80, False),
        ("::1", 80, False),
        ("fe80::1%2", 80, False),
        ("10.1.2.3", 80, False),
        ("100.64.0.1", 80, False),
        ("0.0.0.0", 80, False),
        ("::ffff:10.0.0.1", 80, False),
    ],
)
def test_only_public_addresses_get_a_socket(
    socket_enabled: None, host: str, port: int, allowed: bool
) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    address = (family, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", (host, port))
    if allowed:
        _guarded_socket(frozenset({"127.0.0.1"}), 8123, address).close()
    else:
        with pytest.raises(OSError, match="not a public one"):
            _guarded_socket(frozenset({"127.0.0.1"}), 8123, address)
