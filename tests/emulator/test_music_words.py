"""Music by words: what is asked for in three languages, and what a device is told to do."""

from typing import Any

import pytest

from emulator import Emulator
from emulator.assistant.situation import (
    Ability,
    Act,
    ControlMusic,
    LikeMusic,
    PlayMusic,
    RepeatMusic,
    Situation,
)
from emulator.music.catalogue import BY_TOKEN, OTHER

from .asking import IDLE
from .client import Client, Response, event, text_event
from .states import state
from .test_assistant import Talk, talk

__all__ = ["talk"]

PLAYING = Situation(frozenset({Ability.MUSIC}), held=BY_TOKEN["track-4"], playing=True)

ACTS: dict[str, tuple[Act, str]] = {
    "Play some jazz": (PlayMusic("jazz"), "Here is some music."),
    "재즈 틀어줘": (PlayMusic("jazz"), "음악을 들려드릴게요."),
    "ジャズをかけて": (PlayMusic("jazz"), "音楽をかけます。"),
    "클래식 듣고 싶어": (PlayMusic("classical"), "음악을 들려드릴게요."),
    "play Slow Train": (PlayMusic("track-4"), "Here is Slow Train by Quiet House."),
    "느린 기차 틀어줘": (PlayMusic("track-4"), "조용한 집의 느린 기차, 들려드릴게요."),
    "のんびり列車を再生して": (PlayMusic("track-4"), "静かな家の「のんびり列車」をかけます。"),
    "終電が聞きたい": (PlayMusic("track-8"), "遅いカルテットの「終電」をかけます。"),
    "play something": (PlayMusic("radio"), "Here is some music."),
    "next": (ControlMusic("Next"), "All right."),
    "다음": (ControlMusic("Next"), "네."),
    "次へ": (ControlMusic("Next"), "はい。"),
    "previous": (ControlMusic("Previous"), "All right."),
    "이전 곡": (ControlMusic("Previous"), "네."),
    "前の曲": (ControlMusic("Previous"), "はい。"),
    "pause": (ControlMusic("Pause"), "All right."),
    "잠깐 멈춰": (ControlMusic("Pause"), "네."),
    "resume": (ControlMusic("Resume"), "All right."),
    "이어서 틀어줘": (ControlMusic("Resume"), "네."),
    "再生": (ControlMusic("Resume"), "はい。"),
    "stop": (ControlMusic("Stop"), "All right."),
    "그만": (ControlMusic("Stop"), "네."),
    "停止": (ControlMusic("Stop"), "はい。"),
    "play it again": (ControlMusic("Replay"), "All right."),
    "처음부터 다시": (ControlMusic("Replay"), "네."),
    "最初から": (ControlMusic("Replay"), "はい。"),
    "mute": (ControlMusic("Mute"), "All right."),
    "unmute": (ControlMusic("Unmute"), "All right."),
    "음소거 해제": (ControlMusic("Unmute"), "네."),
    "ミュートして": (ControlMusic("Mute"), "はい。"),
    "repeat": (RepeatMusic(on=True), "All right."),
    "한 곡 반복": (RepeatMusic(on=True), "네."),
    "リピート": (RepeatMusic(on=True), "はい。"),
    "stop repeating": (RepeatMusic(on=False), "All right."),
    "반복 해제": (RepeatMusic(on=False), "네."),
    "リピートをやめて": (RepeatMusic(on=False), "はい。"),
    "I like this song": (LikeMusic(liked=True), "All right."),
    "이 노래 좋아": (LikeMusic(liked=True), "네."),
    "この曲が好き": (LikeMusic(liked=True), "はい。"),
    "I don't like this song": (LikeMusic(liked=False), "All right."),
    "이 노래 싫어": (LikeMusic(liked=False), "네."),
    "この曲は嫌い": (LikeMusic(liked=False), "はい。"),
}


@pytest.mark.parametrize("said", ACTS)
def test_what_is_done(talk: Talk, said: str) -> None:
    act, text = ACTS[said]
    reply = talk.ask(said, situation=PLAYING)
    assert (reply.acts, reply.text) == ((act,), text)
    assert reply.spoken is isinstance(act, PlayMusic)


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("what's playing?", "This is Slow Train by Quiet House."),
        ("이 노래 뭐야?", "조용한 집의 느린 기차입니다."),
        ("この曲は何？", "静かな家の「のんびり列車」です。"),
    ],
)
def test_what_plays(talk: Talk, said: str, text: str) -> None:
    assert talk.ask(said, situation=PLAYING).text == text


@pytest.mark.parametrize(
    ("situation", "text"),
    [
        (Situation(PLAYING.abilities, held=PLAYING.held), "That was Slow Train by Quiet House."),
        (Situation(PLAYING.abilities, held=OTHER, playing=True), "I do not know this one."),
        (Situation(PLAYING.abilities), "Nothing is playing."),
    ],
)
def test_what_does_not_play(talk: Talk, situation: Situation, text: str) -> None:
    assert talk.ask("what is playing", situation=situation).text == text


@pytest.mark.parametrize("said", ["I like this song", "I don't like this song"])
def test_nothing_that_could_be_liked(talk: Talk, said: str) -> None:
    assert talk.ask(said, situation=Situation(PLAYING.abilities)).acts == ()


@pytest.mark.parametrize("said", ["play some jazz", "play Slow Train"])
def test_a_device_that_cannot_play(talk: Talk, said: str) -> None:
    reply = talk.ask(said)
    assert (reply.text, reply.acts) == ("This device cannot play music.", ())


async def ask(client: Client, text: str, playback: Any = IDLE) -> Response:
    message = text_event(text)
    message["context"].append(state("AudioPlayer.PlaybackState", playback))
    return await client.send(message)


def held(token: str, activity: str = "PLAYING") -> dict[str, Any]:
    """PlaybackState with this track, which need not have been sent."""
    stream = {
        "token": token,
        "url": f"clova:{token}",
        "urlPlayable": False,
        "beginAtInMilliseconds": 0,
    }
    return {
        "playerActivity": activity,
        "repeatMode": "NONE",
        "offsetInMilliseconds": 1000,
        "stream": stream,
    }


def plays(response: Response) -> list[tuple[str, str]]:
    """How each Play is to be played, and what it is called."""
    payloads = [each["directive"]["payload"] for each in response.messages]
    return [
        (each["playBehavior"], each["audioItem"]["titleText"])
        for each in payloads
        if "playBehavior" in each
    ]


async def test_a_whole_station_at_once(client: Client, channel: Response) -> None:
    assert plays(await ask(client, "재즈 틀어줘")) == [
        ("REPLACE_ALL", "걷는 베이스"),
        ("ENQUEUE", "파란 우산"),
        ("ENQUEUE", "마지막 전차"),
    ]
    assert plays(await ask(client, "青い傘をかけて")) == [
        ("REPLACE_ALL", "青い傘"),
        ("ENQUEUE", "終電"),
    ]


@pytest.mark.parametrize(
    ("token", "text", "expected"),
    [
        ("track-2", "next", [("REPLACE_ALL", "Bread and Coffee")]),
        ("track-2", "previous", [("REPLACE_ALL", "Morning Walk")]),
    ],
)
async def test_a_station_one_by_one(
    client: Client, channel: Response, token: str, text: str, expected: list[tuple[str, str]]
) -> None:
    assert plays(await ask(client, text, held(token))) == expected


@pytest.mark.parametrize(
    ("token", "text", "command"),
    [
        ("track-6", "next", "Next"),
        ("track-7", "previous", "Previous"),
        ("track-5", "next", "Next"),
        ("another", "previous", "Previous"),
    ],
)
async def test_what_the_device_has_itself(
    client: Client, channel: Response, token: str, text: str, command: str
) -> None:
    response = await ask(client, text, held(token))
    assert {**response.directives, "RenderText": None} == {"RenderText": None, command: {}}


@pytest.mark.parametrize(
    ("text", "name", "payload"),
    [
        ("repeat", "SetRepeatMode", {"repeatMode": "REPEAT_ONE"}),
        ("stop repeating", "SetRepeatMode", {"repeatMode": "NONE"}),
        ("mute", "Mute", {}),
        ("play it again", "Replay", {}),
        ("resume", "Resume", {"target": {"namespace": "AudioPlayer"}}),
        ("i like this song", "UpdateLike", {"token": "track-9", "like": True}),
    ],
)
async def test_what_is_sent(
    client: Client, channel: Response, text: str, name: str, payload: dict[str, Any]
) -> None:
    response = await ask(client, text, held("track-9"))
    assert list(response.directives) == ["RenderText", name]
    assert response.directives[name] == payload


async def test_what_is_liked_by_words_shows(
    client: Client, channel: Response, cloud: Emulator
) -> None:
    """And whatever is not in the library can be liked as well."""
    await ask(client, "이 노래 좋아", held("track-2"))
    assert (await ask(client, "이 노래 좋아", held("x"))).directives["UpdateLike"] == {
        "token": "x",
        "like": True,
    }
    request = event(
        "TemplateRuntime.RequestPlayerInfo", {"token": "track-2", "range": {"after": 1}}
    )
    info = (await client.send(request)).directives["RenderPlayerInfo"]
    first, second = info["playableItems"]
    liked = [
        button["selected"]
        for item in (first, second)
        for button in item["controls"]
        if button["name"] == "LIKE_DISLIKE"
    ]
    assert liked == [True, False]
    assert first["titleText"] == "지붕 위의 비"
    assert info["provider"]["name"] == "예제 라디오"
