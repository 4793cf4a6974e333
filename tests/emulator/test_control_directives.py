"""The control API: directives by name, alerts, speech and delegations to come."""

from typing import Any

import aiohttp
import pytest

from emulator import Emulator
from emulator.samples import LEGACY, NAMES, sample

from .asking import pushed, tell
from .client import Client, Response, event, new_id
from .test_control import HELP, call, control

__all__ = ["control"]


async def test_all_directives_are_listed(control: aiohttp.ClientSession) -> None:
    status, answer = await call(control, "GET", "/directives")
    assert status == 200
    listed = {each["name"]: each for each in answer["directives"]}
    assert set(listed) == set(NAMES)
    assert {name for name, each in listed.items() if each["legacy"]} == LEGACY
    assert listed["Clova.RenderText"]["payload"] == sample("Clova.RenderText")
    assert len(listed["Clova.RenderTemplate"]["forms"]) == 23
    assert listed["DeviceControl.BtConnect"]["forms"]["role"] == {"role": "source"}


TEXT = {"namespace": "Clova", "name": "RenderText"}
NEW = {"namespace": "Demo", "name": "New"}

PUSHES: dict[str, tuple[dict[str, Any], Any]] = {
    "by name": ({"directive": "Clova.RenderText"}, sample("Clova.RenderText")),
    "by namespace and name": (TEXT, sample("Clova.RenderText")),
    "a form": (
        {"directive": "Clova.RenderTemplate:Alarm"},
        sample("Clova.RenderTemplate:Alarm"),
    ),
    "a form by namespace": (
        {"namespace": "DeviceControl", "name": "BtConnect:empty"},
        {},
    ),
    "overrides": ({"directive": "Clova.RenderText", "overrides": {"text": "x"}}, {"text": "x"}),
    "more than the sample": (
        {**TEXT, "overrides": {"new": [1]}},
        sample("Clova.RenderText") | {"new": [1]},
    ),
    "null": ({**TEXT, "payload": None}, None),
    "empty": ({"directive": "Clova.RenderText", "payload": {}}, {}),
    "of an earlier edition": (
        {"directive": "PlaybackController.volumeUp"},
        {},
    ),
    "unknown": ({**NEW, "payload": {"a": 1}}, {"a": 1}),
}


@pytest.mark.parametrize(("body", "payload"), PUSHES.values(), ids=PUSHES.keys())
async def test_push(
    control: aiohttp.ClientSession, channel: Response, body: dict[str, Any], payload: Any
) -> None:
    assert await call(control, "POST", "/push", {**body, "dialogue_id": "d"}) == (
        200,
        {"downchannels": 1},
    )
    (directive,) = await pushed(channel, 1)
    named = body.get("directive") or f"{body['namespace']}.{body['name']}"
    header = directive["header"]
    assert f"{header['namespace']}.{header['name']}" == named.partition(":")[0]
    assert header["dialogRequestId"] == "d"
    assert directive["payload"] == payload


@pytest.mark.parametrize("name", NAMES)
async def test_every_directive_can_be_pushed_by_its_name(
    control: aiohttp.ClientSession, channel: Response, name: str
) -> None:
    assert await call(control, "POST", "/push", {"directive": name}) == (200, {"downchannels": 1})
    namespace, _, short = name.partition(".")
    await channel.until(lambda it: f'"name":"{short}"'.encode() in it.body)
    assert f'"namespace":"{namespace}"'.encode() in channel.body


@pytest.mark.parametrize("namespace", [[], {}, None, 5])
async def test_a_whole_directive_is_sent_however_odd_its_header(
    control: aiohttp.ClientSession, channel: Response, namespace: Any
) -> None:
    message = {"header": {"namespace": namespace, "name": "Odd"}, "payload": {"token": []}}
    answer = await call(control, "POST", "/push", {"directive": message})
    assert answer == (200, {"downchannels": 1})
    (directive,) = await pushed(channel, 1)
    assert directive["header"]["namespace"] == namespace


async def test_what_a_sample_names_is_attached(
    cloud: Emulator, control: aiohttp.ClientSession, channel: Response
) -> None:
    await call(control, "POST", "/push", {"directive": "SpeechSynthesizer.Speak"})
    content_id = sample("SpeechSynthesizer.Speak")["url"].removeprefix("cid:")
    await channel.until(lambda it: f"Content-ID: {content_id}\r\n".encode() in it.body)
    assert b"\r\n\r\n\xff\xf3" in channel.body
    overrides = {"url": "cid:mine"}
    body = {"directive": "SpeechSynthesizer.Speak", "overrides": overrides}
    await call(control, "POST", "/push", body)
    await channel.until(lambda it: b"Content-ID: mine\r\n" in it.body)
    before = channel.body.count(b"Content-ID")
    await call(control, "POST", "/push", {**TEXT, "payload": {"text": "cid:theirs"}})
    await channel.until(lambda it: b"cid:theirs" in it.body)
    assert channel.body.count(b"Content-ID") == before


async def test_samples_in_a_test(cloud: Emulator, channel: Response) -> None:
    assert cloud.push_sample("Clova.RenderText", {"text": "x"}, dialogue_id="d") == 1
    assert cloud.push_sample("Clova.RenderTemplate:Timer") == 1
    text, timer = await pushed(channel, 2)
    assert text["header"]["dialogRequestId"] == "d"
    assert text["payload"] == {"text": "x"}
    assert (timer["header"]["name"], timer["payload"]["type"]) == ("RenderTemplate", "Timer")
    with pytest.raises(KeyError):
        cloud.push_sample("Clova.Nothing")


async def test_an_alert_that_repeats(
    control: aiohttp.ClientSession, client: Client, channel: Response
) -> None:
    body = {
        "alert": {"token": "a", "scheduledTime": "2026-11-20T07:00:00+09:00"},
        "repeat": "daily",
    }
    assert await call(control, "POST", "/alert", body) == (200, {"downchannels": 1})
    name = {"token": "a", "type": "ALARM"}
    await client.send(event("Alerts.SetAlertSucceeded", name))
    await client.send(event("Alerts.AlertStopped", name))
    first, second = await pushed(channel, 2)
    assert [each["header"]["name"] for each in (first, second)] == ["SetAlert", "SetAlert"]
    assert second["payload"] == first["payload"] | {"scheduledTime": "2026-11-21T07:00:00+09:00"}


@pytest.mark.parametrize("kind", ["ALARM", "TIMER", "REMINDER", "ACTIONTIMER"])
async def test_each_kind_of_alert(
    control: aiohttp.ClientSession, channel: Response, kind: str
) -> None:
    await call(control, "POST", "/alert", {"alert": {"type": kind, "token": "mine"}})
    (directive,) = await pushed(channel, 1)
    assert directive["payload"]["type"] == kind
    assert directive["payload"]["token"] == "mine"


async def test_a_transcript(
    control: aiohttp.ClientSession, client: Client, channel: Response
) -> None:
    text = "what time is it"
    answer = await call(control, "POST", "/transcript", {"text": text})
    assert answer == (200, {"transcripts_pending": [text]})
    _, state = await call(control, "GET", "/state")
    assert state["transcripts_pending"] == [text]
    message = event("SpeechRecognizer.Recognize", {"lang": "en"}, dialogRequestId=new_id())
    response = await client.send(message, bytes(640))
    assert response.directives["RenderText"] == {"text": "It is 3:05 p.m."}
    _, state = await call(control, "GET", "/state")
    assert state["transcripts_pending"] == []


async def test_a_delegation(
    control: aiohttp.ClientSession, client: Client, channel: Response
) -> None:
    status, answer = await call(control, "POST", "/delegate", {"text": "what time is it"})
    assert status == 200
    (directive,) = await pushed(channel, 1)
    assert directive["payload"] == {"delegationId": answer["delegation_id"]}
    _, state = await call(control, "GET", "/state")
    assert state["delegations_pending"] == 1
    response = await tell(client, "Clova.ProcessDelegatedEvent", directive["payload"])
    assert response.directives["RenderText"] == {"text": "It is 3:05 p.m."}


async def test_settings_are_shown(
    control: aiohttp.ClientSession, client: Client, channel: Response
) -> None:
    await client.send(event("Settings.Report", {"configuration": {"a": "1"}}))
    _, state = await call(control, "GET", "/state")
    assert state["settings"] == [{"a": "1"}]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/push", HELP),
        ("/alert", {}),
        ("/delegate", {"text": "hello"}),
    ],
)
async def test_nobody_is_there(
    control: aiohttp.ClientSession, path: str, body: dict[str, Any]
) -> None:
    status, answer = await call(control, "POST", path, body)
    assert status == 409
    assert "No downchannel" in answer["error"]


BAD: dict[str, tuple[str, Any, str]] = {
    "no name": ("/push", {"namespace": "Clova"}, "`namespace` and a `name`"),
    "payload": ("/push", {**HELP, "payload": 1}, "`payload` must be an object or null"),
    "directive": ("/push", {"directive": {"header": {"name": "x"}}}, "`directive` must be"),
    "directive text": ("/push", {"directive": "x"}, "`directive` must be"),
    "directive number": ("/push", {"directive": 1}, "`directive` must be"),
    "beside a directive": (
        "/push",
        {"directive": {"header": HELP, "payload": {}}, "overrides": {}},
        "Nothing goes beside",
    ),
    "no sample": ("/push", {"directive": "Clova.Nothing"}, "no sample of Clova.Nothing"),
    "no form": ("/push", {"directive": "Clova.Help:x"}, "no sample of Clova.Help:x"),
    "no sample by name": ("/push", NEW, "no sample of Demo.New"),
    "overrides": ("/push", {**HELP, "overrides": []}, "`overrides` must be an object"),
    "both": ("/push", {**HELP, "overrides": {}, "payload": {}}, "either them or a `payload`"),
    "key": ("/push", {**HELP, "colour": 1}, "A push has no `colour`"),
    "alert key": ("/alert", {"token": "x"}, "An alert has no `token`"),
    "alert": ("/alert", {"alert": []}, "`alert` must be an object"),
    "alert type": ("/alert", {"alert": {"type": "BELL"}}, "no sample of Alerts.SetAlert:BELL"),
    "repeat": ("/alert", {"repeat": "yearly"}, "one of: daily, weekly"),
    "repeat list": ("/alert", {"repeat": []}, "one of: daily, weekly"),
    "no text": ("/transcript", {}, "Give a `text`"),
    "empty text": ("/transcript", {"text": " "}, "Give a `text`"),
    "text number": ("/delegate", {"text": 1}, "Give a `text`"),
    "more than text": ("/delegate", {"text": "x", "to": "y"}, "and nothing else"),
}


@pytest.mark.parametrize(("path", "body", "words"), BAD.values(), ids=BAD.keys())
async def test_bad_input(
    cloud: Emulator,
    control: aiohttp.ClientSession,
    channel: Response,
    path: str,
    body: Any,
    words: str,
) -> None:
    status, answer = await call(control, "POST", path, body)
    assert status == 400
    assert words in answer["error"]
    assert answer["error"].endswith(".")
    assert cloud.transcripts_pending == []
    assert cloud.delegations_pending == 0
    assert channel.body.count(b'"directive"') == 1
