"""TemplateRuntime: what a player shows."""

from typing import Any

import pytest

from emulator.interfaces import marks
from emulator.interfaces.marks import Marks

from .client import Client, Response, event


@pytest.mark.cic("CIC-TR-001", "CIC-TR-008")
@pytest.mark.parametrize(
    ("payload", "tokens"),
    [
        ({"token": "track-2"}, ["track-2", "track-3", "track-4", "track-5"]),
        ({"token": "track-2", "range": {"after": 1}}, ["track-2", "track-3"]),
        ({"token": "track-2", "range": {"before": 5}}, ["track-1", "track-2"]),
        (
            {"token": "track-3", "range": {"before": 1, "after": 1}},
            ["track-2", "track-3", "track-4"],
        ),
        ({"token": "live-1"}, ["live-1"]),
        ({"token": "another"}, []),
    ],
)
async def test_player_info(
    client: Client, channel: Response, payload: dict[str, Any], tokens: list[str]
) -> None:
    response = await client.send(event("TemplateRuntime.RequestPlayerInfo", payload))
    info = response.directives["RenderPlayerInfo"]
    assert [each["token"] for each in info["playableItems"]] == tokens
    assert info["displayType"] == ("list" if len(tokens) > 1 else "single")


@pytest.mark.parametrize(
    ("verb", "update", "key", "control"),
    [
        ("Like", "UpdateLike", "like", "LIKE_DISLIKE"),
        ("Subscribe", "UpdateSubscribe", "subscribe", "SUBSCRIBE_UNSUBSCRIBE"),
    ],
)
async def test_marks(
    client: Client, channel: Response, verb: str, update: str, key: str, control: str
) -> None:
    async def selected() -> bool:
        request = event("TemplateRuntime.RequestPlayerInfo", {"token": "track-1"})
        item = (await client.send(request)).directives["RenderPlayerInfo"]["playableItems"][0]
        buttons = {each["name"]: each["selected"] for each in item["controls"]}
        return bool(buttons[control])

    assert await selected() is False
    for prefix, value in ((verb, True), (f"Un{verb.lower()}", False)):
        name = f"TemplateRuntime.{prefix}CommandIssued"
        response = await client.send(event(name, {"token": "track-1"}))
        assert response.directives == {update: {"token": "track-1", key: value}}
        assert await selected() is value


async def test_three_levels_of_lists(client: Client, channel: Response) -> None:
    more = event("TemplateRuntime.MoreCommandIssued", {"token": "track-1"})
    response = await client.send(more)
    for level, token in enumerate(("list-calm", "list-calm-rain", "track-2"), start=1):
        shown = response.directives["RenderPlaylist"]
        assert shown["title"], level
        assert token in [each["token"] for each in shown["items"]]
        select = event("TemplateRuntime.SelectCommandIssued", {"token": token})
        response = await client.send(select)
    assert response.directives["Play"]["audioItem"]["stream"]["token"] == "track-2"


async def test_live_entries_and_unknown_ones(client: Client, channel: Response) -> None:
    select = event("TemplateRuntime.SelectCommandIssued", {"token": "live-1"})
    stream = (await client.send(select)).directives["Play"]["audioItem"]["stream"]
    assert "durationInMilliseconds" not in stream
    unknown = event("TemplateRuntime.SelectCommandIssued", {"token": "no-such"})
    assert (await client.send(unknown)).status == 204


def test_only_so_many_marks_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marks, "MAX_MARKS", 2)
    kept = Marks()
    for token in "abc":
        kept.like(token, liked=True)
    assert [kept.likes(token) for token in "abc"] == [False, True, True]
