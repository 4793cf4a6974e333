"""What the account keeps: memos, unread notifications, voices, settings changed in the app."""

from typing import Any

import aiohttp
import pytest

from emulator import Emulator
from emulator.interfaces.notebook import MAX_MEMOS, MAX_NOTICES

from .asking import names, pushed
from .client import Client, Response, event, text_event
from .conftest import ClientFactory, EmulatorFactory
from .test_control import call, control

__all__ = ["control"]

VOICE = {"VoiceTypeChange": "V002"}


async def said(client: Client, text: str) -> str:
    """Ask, and return what is shown."""
    response = await client.ask(text)
    shown = response.directives["RenderText"]["text"]
    assert isinstance(shown, str)
    return shown


# Memos


@pytest.mark.parametrize(
    ("write", "read", "told", "forget"),
    [
        ("memo buy milk", "show my memos", "Your memos (1): buy milk.", "delete all my memos"),
        ("메모 우유 사기", "메모 보여줘", "메모가 1개 있어요. 우유 사기.", "메모 다 지워줘"),
        ("メモ 牛乳", "メモを見せて", "メモが1件あります。牛乳。", "メモを全部消して"),
    ],
)
async def test_memos_are_kept_until_they_are_deleted(
    client: Client, channel: Response, write: str, read: str, told: str, forget: str
) -> None:
    nothing = await said(client, read)
    await client.ask(write)
    response = await client.ask(read)
    assert response.directives["RenderText"]["text"] == told
    template = response.directives["RenderTemplate"]
    assert template["type"] == "MemoList"
    assert len(template["memoList"]) == 1
    await client.ask(forget)
    assert await said(client, read) == nothing


async def test_a_memo_may_be_about_memos(client: Client, channel: Response) -> None:
    assert await said(client, "memo: delete the notes") == "I have noted: delete the notes"


async def test_without_a_display_memos_are_words(client: Client, channel: Response) -> None:
    without = text_event("show my memos")
    without["context"] = []
    assert "RenderTemplate" not in (await client.send(without)).directives


async def test_the_first_edition_has_memos_of_its_own(
    make_emulator: EmulatorFactory, connect: ClientFactory
) -> None:
    client = await connect(await make_emulator(first_edition=True))
    await client.open_channel()
    added = (await client.ask("memo buy milk")).directives["AddMemo"]
    assert added["content"] == "buy milk"
    (listed,) = (await client.ask("show my memos")).directives["RenderMemoList"]["memo"]
    assert (listed["id"], listed["content"]) == (added["id"], "buy milk")
    assert (await client.ask("delete my memos")).directives["RenderMemoList"] == {"memo": []}


async def test_memos_are_bounded(client: Client, channel: Response, cloud: Emulator) -> None:
    for number in range(MAX_MEMOS + 2):
        await client.ask(f"memo number {number}")
    shown = (await client.ask("show my memos")).directives["RenderTemplate"]["memoList"]
    assert len(shown) == MAX_MEMOS


# Notifications


@pytest.mark.cic("CIC-NO-002")
@pytest.mark.parametrize(("at_once", "name"), [(True, "Notify"), (False, "SetIndicator")])
async def test_notifications_come_on_the_downchannel_without_a_dialogue(
    cloud: Emulator, client: Client, channel: Response, at_once: bool, name: str
) -> None:
    await client.ask("hello")
    assert cloud.notify("A parcel has come.", at_once=at_once) == 1
    (told,) = await pushed(channel, 1)
    assert (told["header"]["namespace"], told["header"]["name"]) == ("Notifier", name)
    assert "dialogRequestId" not in told["header"]
    assert told["payload"]["assetPlayOrder"] == ["chime"]
    assert ("new" in told["payload"]) is not at_once


@pytest.mark.cic("CIC-NO-002")
@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("do I have any notifications?", "Your notifications (2): One. Two."),
        ("알림 읽어줘", "알림이 2개 있어요. One. Two."),
        ("お知らせある?", "お知らせが2件あります。One. Two."),
    ],
)
async def test_who_asks_has_read_them_on_all_devices(
    cloud: Emulator,
    client: Client,
    channel: Response,
    connect: ClientFactory,
    question: str,
    told: str,
) -> None:
    cloud.tokens.add("attic")
    attic = await connect(cloud, token="attic")
    other = await attic.open_channel()
    cloud.notify("One.")
    cloud.notify("Two.")
    response = await client.ask(question)
    assert response.directives["RenderText"]["text"] == told
    assert "ClearIndicator" not in response.directives
    for each in (channel, other):
        assert names([{"directive": it} for it in await pushed(each, 3)]) == [
            "Notifier.SetIndicator",
            "Notifier.SetIndicator",
            "Notifier.ClearIndicator",
        ]
    assert await said(client, question) != told


async def test_what_is_unread_comes_back_with_a_new_downchannel(
    cloud: Emulator, connect: ClientFactory
) -> None:
    assert cloud.notify("One.") == 0
    client = await connect()
    channel = await client.open_channel()
    (restored,) = await pushed(channel, 1)
    assert restored["header"]["name"] == "SetIndicator"
    assert restored["payload"] == {
        "new": False,
        "light": "DEFAULT",
        "assets": [],
        "assetPlayOrder": [],
    }
    assert cloud.read_notices() == 1
    assert cloud.read_notices() == 0


def test_notifications_are_bounded() -> None:
    cloud = Emulator()
    for number in range(MAX_NOTICES + 2):
        cloud.notify(str(number))
    assert cloud.read_notices() == MAX_NOTICES


# Settings


@pytest.mark.cic("CIC-SE-002", "CIC-SE-023")
async def test_the_app_asks_and_changes_on_the_downchannel(
    cloud: Emulator, client: Client, channel: Response
) -> None:
    assert cloud.change_settings(VOICE) == 1
    assert cloud.push_sample("Settings.ExpectReport") == 1
    update, expect = await pushed(channel, 2)
    assert update["header"]["name"] == "Update"
    assert update["payload"] == {"configuration": VOICE}
    assert expect["header"]["name"] == "ExpectReport"
    assert not {"dialogRequestId"} & (update["header"].keys() | expect["header"].keys())


@pytest.mark.cic("CIC-SE-031")
async def test_other_voices_can_be_offered(
    cloud: Emulator, client: Client, channel: Response
) -> None:
    cloud.offer_voices({"x-1": "Mina", "x-9": "Jun"})
    response = await client.send(event("Settings.RequestVersionSpec"))
    voices = response.directives["UpdateVersionSpec"]["spec"]["voiceType"]
    assert voices["list"] == [{"key": "x-1", "name": "Mina"}, {"key": "x-9", "name": "Jun"}]
    assert voices["default"] == {"key": "x-1", "name": "Mina"}


# The control API


async def test_the_control_api_does_the_same(
    cloud: Emulator, control: aiohttp.ClientSession, client: Client, channel: Response
) -> None:
    one = (200, {"downchannels": 1})
    assert await call(control, "POST", "/notify", {"text": "Hi."}) == one
    assert await call(control, "POST", "/notify", {"text": "Hi.", "at_once": True}) == one
    assert await call(control, "POST", "/settings", VOICE) == one
    assert await call(control, "DELETE", "/notices") == (200, {"read": 2})
    assert await call(control, "POST", "/voices", {"x": "Mina"}) == (200, {"voices": 1})
    assert [each["header"]["name"] for each in await pushed(channel, 4)] == [
        "SetIndicator",
        "Notify",
        "Update",
        "ClearIndicator",
    ]


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/notify", {"text": "Hi.", "at_once": "yes"}, 400),
        ("/notify", {"text": ""}, 400),
        ("/notify", {"text": "Hi."}, 409),
        ("/settings", {"a": 1}, 400),
        ("/settings", {"a": "1"}, 409),
        ("/voices", {}, 400),
        ("/voices", {"x": None}, 400),
    ],
)
async def test_what_cannot_be_done_is_said(
    control: aiohttp.ClientSession, path: str, body: dict[str, Any], status: int
) -> None:
    assert (await call(control, "POST", path, body))[0] == status
