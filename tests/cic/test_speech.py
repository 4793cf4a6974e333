"""What there is to hear: order, bounds, parts that never come."""

import asyncio
from contextlib import aclosing

import pytest

from custom_components.clova_cic.cic.interfaces.speech_synthesizer import Speak
from custom_components.clova_cic.cic.speech import HLS, MAX_HELD, PAUSE_AT, Speech, SpeechItem

CHUNK = bytes(16 * 1024)


def speak(url: str, **more: object) -> Speak:
    return Speak(url=url, token=f"t-{url}", **more)  # type: ignore[arg-type] # fields by name


def part(speech: Speech, content_id: str, data: bytes) -> None:
    """A whole attachment arrives."""
    speech.attachment_started(content_id)
    speech.attachment_data(data)
    speech.attachment_ended()


async def heard(speech: Speech) -> list[tuple[str | None, bytes]]:
    return [(item.token, await sound(item)) async for item in speech.listen()]


async def sound(item: SpeechItem) -> bytes:
    return b"".join([chunk async for chunk in item.chunks()])


class Network:
    """Notes when it has to wait."""

    def __init__(self, speech: Speech) -> None:
        self.waits = False
        self.goes_on = asyncio.Event()
        self.goes_on.set()
        speech.pause, speech.resume = self._pause, self._resume

    def _pause(self) -> None:
        assert not self.waits
        self.waits = True
        self.goes_on.clear()

    def _resume(self) -> None:
        assert self.waits
        self.waits = False
        self.goes_on.set()


@pytest.mark.cic("CIC-SS-001", "CIC-SS-003", "CIC-T-057")
async def test_items_are_heard_in_the_order_of_their_directives() -> None:
    speech = Speech()
    part(speech, "b", b"second")
    speech.speak(speak("cid:a"))
    speech.speak(speak("cid:b"))
    part(speech, "a", b"first")
    speech.end()
    assert await heard(speech) == [("t-cid:a", b"first"), ("t-cid:b", b"second")]


@pytest.mark.cic("CIC-SS-004", "CIC-T-055")
async def test_an_item_waits_for_its_part() -> None:
    speech = Speech()
    speech.speak(speak("cid:a"))
    listening = asyncio.create_task(heard(speech))
    await asyncio.sleep(0)
    speech.attachment_started("a")
    for piece in (b"fi", b"rst"):
        await asyncio.sleep(0)
        speech.attachment_data(piece)
    speech.attachment_ended()
    await asyncio.sleep(0)
    speech.speak(speak("cid:<b>"))
    part(speech, "b", b"second")
    speech.end()
    assert await listening == [("t-cid:a", b"first"), ("t-cid:<b>", b"second")]


@pytest.mark.cic("CIC-T-054", "CIC-T-061")
async def test_a_part_is_found_by_exactly_its_id() -> None:
    speech = Speech()
    for name in ("cid:Aa-1", "cid:<aA-1>", "cid:aa-1"):
        speech.speak(speak(name))
    for name in ("aa-1", "aA-1", "Aa-1"):
        speech.attachment_started(name)
        speech.attachment_data(name.encode())
        speech.attachment_ended()
    speech.end()
    assert [sound for _, sound in await heard(speech)] == [b"Aa-1", b"aA-1", b"aa-1"]


@pytest.mark.cic("CIC-SS-005")
async def test_what_never_came_is_nothing_and_the_next_is_heard() -> None:
    speech = Speech()
    speech.speak(speak("cid:lost"))
    speech.speak(speak("cid:b"))
    part(speech, "b", b"second")
    speech.end()
    speech.speak(speak("cid:too late"))
    assert await heard(speech) == [
        ("t-cid:lost", b""),
        ("t-cid:b", b"second"),
        ("t-cid:too late", b""),
    ]


@pytest.mark.cic("CIC-SS-007", "CIC-SS-008", "CIC-SS-009")
async def test_what_an_item_says_of_itself() -> None:
    speech = Speech()
    speech.speak(speak("https://media.example/1.mp3", pause_before=250))
    speech.speak(speak("https://media.example/2.m3u8", content_type=HLS, format="AUDIO_MPEG"))
    speech.speak(speak("cid:a", pause_before=-5))
    speech.end()
    found = [item async for item in speech.listen()]
    assert [(item.url, item.is_playlist, item.pause) for item in found] == [
        ("https://media.example/1.mp3", False, 0.25),
        ("https://media.example/2.m3u8", True, 0.0),
        (None, False, 0.0),
    ]
    assert await sound(found[0]) == b""


async def test_the_network_waits_while_nobody_reads() -> None:
    speech = Speech()
    network = Network(speech)
    speech.speak(speak("cid:a"))
    speech.attachment_started("a")
    while not network.waits:
        speech.attachment_data(CHUNK)
    assert speech._held() == PAUSE_AT
    async with aclosing(speech.listen()) as items:
        item = await anext(items)
        chunks = item.chunks()
        while network.waits:
            await anext(chunks)
        assert speech._held() <= PAUSE_AT // 4
    assert speech._held() == 0


async def test_the_network_does_not_wait_for_who_waits_for_it() -> None:
    speech = Speech()
    network = Network(speech)
    speech.speak(speak("cid:a"))
    speech.speak(speak("cid:b"))
    speech.attachment_started("b")
    for _ in range(PAUSE_AT // len(CHUNK) * 2):
        speech.attachment_data(CHUNK)
    assert not network.waits
    speech.attachment_ended()
    part(speech, "a", b"first")
    speech.end()
    (_, first), (_, second) = await heard(speech)
    assert (first, len(second)) == (b"first", PAUSE_AT * 2)


@pytest.mark.cic("CIC-SS-015")
async def test_too_much_that_is_not_due_is_skipped() -> None:
    speech = Speech()
    speech.speak(speak("cid:a"))
    speech.speak(speak("cid:b"))
    speech.attachment_started("b")
    for _ in range(MAX_HELD // len(CHUNK) + 2):
        speech.attachment_data(CHUNK)
    assert speech._held() == 0
    speech.attachment_ended()
    part(speech, "a", b"first")
    speech.end()
    assert await heard(speech) == [("t-cid:a", b"first"), ("t-cid:b", b"")]


async def test_many_items_in_order_never_overflow() -> None:
    speech = Speech()
    network = Network(speech)
    sizes: list[int] = []

    async def listen() -> None:
        sizes.extend([len(await sound(item)) async for item in speech.listen()])

    listening = asyncio.create_task(listen())
    for number in range(200):
        speech.speak(speak(f"cid:{number}"))
        part(speech, str(number), CHUNK)
        await network.goes_on.wait()
    speech.end()
    await listening
    assert sizes == [len(CHUNK)] * 200


async def test_nobody_listens() -> None:
    speech = Speech()
    network = Network(speech)
    speech.speak(speak("cid:a"))
    speech.attachment_started("a")
    while not network.waits:
        speech.attachment_data(CHUNK)
    speech.let_go()
    assert not network.waits
    assert speech._held() == 0
    speech.attachment_data(CHUNK)
    speech.attachment_ended()
    part(speech, "b", CHUNK)
    speech.speak(speak("cid:b"))
    assert speech._held() == 0
    assert await heard(speech) == []


async def test_who_leaves_early_lets_the_rest_go() -> None:
    speech = Speech()
    speech.speak(speak("cid:a"))
    speech.attachment_started("a")
    speech.attachment_data(CHUNK)
    async with aclosing(speech.listen()) as items:
        await anext(items)
        assert speech.wanted
    for _ in range(100):
        speech.attachment_data(CHUNK)
    assert speech._held() == 0
    assert speech.stopped


async def test_an_item_that_is_elsewhere_does_not_hold_the_network_up_for_ever() -> None:
    speech = Speech()
    network = Network(speech)
    speech.speak(speak("https://media.example/1.mp3"))
    speech.speak(speak("cid:b"))
    speech.attachment_started("b")
    while not network.waits:
        speech.attachment_data(CHUNK)
    tokens = []
    async for item in speech.listen():
        tokens.append((item.url, len(await sound(item)) if not speech.complete else None))
        if item.url is not None:
            speech.attachment_ended()
            speech.attachment_data(CHUNK)
            speech.end()
    assert [url for url, _ in tokens] == ["https://media.example/1.mp3", None]
    assert not network.waits


async def test_parts_without_a_directive_do_not_stop_the_network() -> None:
    speech = Speech()
    network = Network(speech)
    speech.attachment_started("stray")
    for _ in range(PAUSE_AT // len(CHUNK) * 2):
        speech.attachment_data(CHUNK)
    assert not network.waits
    speech.end()
    assert await heard(speech) == []
