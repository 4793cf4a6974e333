"""Speech that no request asked for: found, kept within bounds, and told in order."""

import asyncio

import pytest

from custom_components.clova_cic.cic import CicClient, Directive, Event, SpeechItem
from custom_components.clova_cic.cic.dialogue import Source
from custom_components.clova_cic.cic.multipart import AttachmentData, AttachmentEnd, AttachmentStart
from custom_components.clova_cic.cic.router import Router
from custom_components.clova_cic.cic.stats import Stats
from custom_components.clova_cic.cic.stray_speech import MAX_HELD, MAX_PARTS, StrayFeed, StrayParts
from emulator import Answer, Attachment, Emulator
from tests.voice import speak as speak_directive

from .conftest import Device, FakeHost


def speak(content_id: str, token: str = "t", dialogue_id: str | None = None) -> Directive:
    """A Speak with the sound of this part."""
    payload = {"format": "AUDIO_MPEG", "token": token, "url": f"cid:{content_id}"}
    return Directive(
        namespace="SpeechSynthesizer", name="Speak", dialogue_id=dialogue_id, payload=payload
    )


async def heard(item: SpeechItem) -> bytes:
    """Read an item to its end."""
    async with asyncio.timeout(5):
        return b"".join([chunk async for chunk in item.chunks()])


def put(feed: StrayFeed, content_id: str, data: bytes) -> None:
    """A whole part arrives."""
    feed.take(AttachmentStart(content_id))
    feed.take(AttachmentData(data))
    feed.take(AttachmentEnd())


class Ears:
    """Collects what is to be heard."""

    def __init__(self) -> None:
        self.items: list[SpeechItem] = []
        self._more = asyncio.Event()

    def take(self, item: SpeechItem) -> None:
        self.items.append(item)
        self._more.set()

    async def until(self, count: int) -> list[SpeechItem]:
        """Return the items once there are that many."""
        async with asyncio.timeout(5):
            while len(self.items) < count:
                self._more.clear()
                await self._more.wait()
        return self.items


def ears_of(client: CicClient) -> Ears:
    ears = Ears()
    client.on_speech(ears.take)
    return ears


@pytest.mark.cic("CIC-SS-003", "CIC-SS-004")
@pytest.mark.parametrize("part_first", [False, True])
async def test_an_item_has_the_part_that_it_names(*, part_first: bool) -> None:
    parts = StrayParts()
    feed = StrayFeed(parts)
    item = None if part_first else parts.item(speak("b"))
    put(feed, "a", b"first")
    put(feed, "b", b"second")
    item = item or parts.item(speak("b"))
    assert item is not None
    assert await heard(item) == b"second"


@pytest.mark.parametrize("part_first", [False, True])
async def test_an_id_may_be_used_again(*, part_first: bool) -> None:
    parts = StrayParts()
    feed = StrayFeed(parts)
    for sound in (b"first", b"second"):
        item = None if part_first else parts.item(speak("same"))
        put(feed, "same", sound)
        item = item or parts.item(speak("same"))
        assert item is not None
        assert await heard(item) == sound


async def test_what_does_not_fit_is_no_speech() -> None:
    wrong = Directive(namespace="SpeechSynthesizer", name="Speak", payload={"url": 1})
    assert StrayParts().item(wrong) is None


async def test_an_item_may_be_elsewhere() -> None:
    payload = {"format": "AUDIO_MPEG", "token": "t", "url": "https://x.example/a.mp3"}
    item = StrayParts().item(
        Directive(namespace="SpeechSynthesizer", name="Speak", payload=payload)
    )
    assert item is not None
    assert item.url == "https://x.example/a.mp3"


@pytest.mark.cic("CIC-SS-005")
async def test_a_part_that_breaks_off_ends() -> None:
    parts = StrayParts()
    feed = StrayFeed(parts)
    item = parts.item(speak("a"))
    assert item is not None
    feed.take(AttachmentStart("a"))
    feed.take(AttachmentData(b"half"))
    feed.close()
    assert await heard(item) == b"half"


async def test_too_many_parts_push_the_oldest_out() -> None:
    parts = StrayParts()
    feed = StrayFeed(parts)
    first = parts.item(speak("0"))
    for number in range(MAX_PARTS + 1):
        put(feed, str(number), b"x")
    assert first is not None
    assert await heard(first) == b""
    assert parts.held == MAX_PARTS


@pytest.mark.cic("CIC-SS-015")
async def test_a_part_that_is_too_much_is_skipped_and_the_next_is_heard() -> None:
    parts = StrayParts()
    feed = StrayFeed(parts)
    feed.take(AttachmentStart("large"))
    for _ in range(MAX_HELD // 1024 + 2):
        feed.take(AttachmentData(bytes(1024)))
    assert parts.held == 0
    put(feed, "next", b"heard")
    large, following = parts.item(speak("large")), parts.item(speak("next"))
    assert large is not None
    assert following is not None
    assert await heard(large) == b""
    assert await heard(following) == b"heard"


@pytest.mark.cic("CIC-SS-013")
async def test_speech_of_no_dialogue_does_not_wait_for_one() -> None:
    router = Router(FakeHost(), Stats())
    ears = Ears()
    router.on_speech = ears.take
    router.sent("last")
    router.arrived(speak("a", "first"), Source.DOWNCHANNEL)
    router.arrived(speak("b", "second"), Source.DOWNCHANNEL)
    assert [item.token for item in ears.items] == ["first", "second"]


@pytest.mark.cic("CIC-SS-012")
async def test_speech_of_another_dialogue_is_not_heard() -> None:
    router = Router(FakeHost(), Stats())
    ears = Ears()
    router.on_speech = ears.take
    router.sent("last")
    router.arrived(speak("a", "old", "older"), Source.DOWNCHANNEL)
    router.arrived(speak("a", "new", "last"), Source.DOWNCHANNEL)
    assert [item.token for item in ears.items] == ["new"]


async def test_nobody_has_to_listen() -> None:
    router = Router(FakeHost(), Stats())
    router.arrived(speak("a"), Source.DOWNCHANNEL)
    assert router.dialogues.last is None


async def test_pushed_speech_comes_with_its_sound(device: Device, emulator: Emulator) -> None:
    ears = ears_of(device.client)
    sound = Attachment.of(b"ID3 something to hear")
    assert emulator.push(speak_directive(sound, "t-1"), attachments=[sound]) == 1
    (item,) = await ears.until(1)
    assert item.token == "t-1"
    assert await heard(item) == b"ID3 something to hear"


async def test_speech_that_answers_an_event_comes_with_its_sound(
    device: Device, emulator: Emulator
) -> None:
    ears = ears_of(device.client)
    sound = Attachment.of(b"ID3 something to hear")
    event = Event(namespace="System", name="RequestSynchronizeState")
    emulator.answer_next(
        Answer([speak_directive(sound, "t-1"), sound], to="System.RequestSynchronizeState")
    )
    await device.client.send(event)
    (item,) = await ears.until(1)
    assert await heard(item) == b"ID3 something to hear"


async def test_an_answer_is_heard_by_who_asked_alone(device: Device, emulator: Emulator) -> None:
    ears = ears_of(device.client)
    sound = Attachment.of(b"ID3 something to hear")
    emulator.answer_next(Answer([speak_directive(sound), sound], to="TextRecognizer.Recognize"))
    await device.client.ask("hello", conversation="kitchen")
    assert ears.items == []
