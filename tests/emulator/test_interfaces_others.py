"""Settings, SpeechSynthesizer, System, Clova, templates; and what is common to all."""

import json
from pathlib import Path
from typing import Any

import pytest

from emulator import Answer, Emulator, EmulatorConfig, directive
from emulator.clients import Clients
from emulator.interfaces import Service, build, delegations, store
from emulator.interfaces.delegations import Delegations
from emulator.interfaces.store import PerClient

from .asking import IDLE, pushed, tell
from .client import Client, Response, event, new_id, text_event
from .conftest import ClientFactory, EmulatorFactory
from .states import state

CATALOG = Path(__file__).parents[2] / "docs/protocol/catalog.json"
EVENTS: dict[str, set[str]] = {
    f"{each['namespace']}.{each['name']}": {
        row["path"].split(".")[0].removesuffix("[]") for row in each["payload"]
    }
    for each in json.loads(CATALOG.read_text(encoding="utf-8"))["messages"]
    if each["kind"] == "event" and each["edition"] == "2022"
}
"""The fields of each event of the newest edition."""


def test_every_event_has_a_handler() -> None:
    """Those of older editions have none: 204."""
    assert len(EVENTS) == 52
    assert set(build(Service(EmulatorConfig(), Clients(0.0, 1)))) == set(EVENTS)


@pytest.mark.parametrize("value", [None, 0, "", [], {}, [{}], {"x": []}])
async def test_a_lax_server_takes_any_payload(
    make_emulator: EmulatorFactory, connect: ClientFactory, value: Any
) -> None:
    client = await connect(await make_emulator(strict=False))
    await client.open_channel()
    for name, fields in EVENTS.items():
        message = event(name, dict.fromkeys(fields, value), dialogRequestId=new_id())
        for state_name in ("Alerts.AlertsState", "AudioPlayer.PlaybackState"):
            contents = ("allAlerts", "activeAlerts", "stream")
            message["context"].append(state(state_name, dict.fromkeys(contents, value)))
        message["context"][2] = state("Device.DeviceState", {"volume": {"actions": value}})
        assert (await client.send(message)).status in {200, 204}, name


@pytest.mark.parametrize(
    ("name", "payload"),
    [
        ("Memo.Created", {"id": "1", "content": "x"}),
        ("Reminder.Get", {}),
        ("DeviceControl.BtRequestToCancelPinCodeInput", {}),
        ("SpeechRecognizer.ExpectSpeechTimedOut", {}),
        ("Nothing.Known", {}),
    ],
)
async def test_other_events_are_recorded(
    cloud: Emulator, client: Client, channel: Response, name: str, payload: dict[str, Any]
) -> None:
    message = event(name, payload)
    assert (await client.send(message)).status == 204
    assert cloud.events[-1].event == message


@pytest.mark.cic("CIC-SR-081")
async def test_the_withdrawn_event_is_flagged(
    cloud: Emulator, client: Client, channel: Response
) -> None:
    message = event("SpeechRecognizer.ExpectSpeechTimedOut")
    assert (await client.send(message)).status == 204
    assert any("CIC-SR-080" in each for each in cloud.violations)


# Content for a display.


@pytest.mark.parametrize(
    ("text", "kind", "fields"),
    [
        ("weather", "TodayWeather", {"location": "Seoul", "nowWeather": "sunny"}),
        ("내일 부산 날씨", "TomorrowWeather", {"location": "부산", "highTempWeather": "구름 조금"}),
        ("memo buy milk", "Memo", {"content": "buy milk"}),
    ],
)
async def test_templates(
    client: Client, channel: Response, text: str, kind: str, fields: dict[str, str]
) -> None:
    response = await client.ask(text)
    assert list(response.directives) == ["RenderText", "RenderTemplate", "Speak"]
    template = response.directives["RenderTemplate"]
    assert template["type"] == kind
    assert {key: template[key]["value"] for key in fields} == fields
    assert template["meta"]["version"]["value"]
    without = text_event(text)
    without["context"] = []
    assert "RenderTemplate" not in (await client.send(without)).directives


# Settings.


@pytest.mark.cic("CIC-SE-031")
async def test_the_version_spec(client: Client, channel: Response) -> None:
    response = await client.send(event("Settings.RequestVersionSpec"))
    spec = response.directives["UpdateVersionSpec"]["spec"]
    assert spec["voiceType"]["default"] in spec["voiceType"]["list"]


async def test_settings_are_kept(cloud: Emulator, client: Client, channel: Response) -> None:
    assert cloud.reported_settings == []
    for configuration in ({"a": "1", "b": "2"}, {"a": "3"}):
        report = event("Settings.Report", {"configuration": configuration})
        assert (await client.send(report)).status == 204
    assert cloud.reported_settings == [{"a": "3"}]


# SpeechSynthesizer.


@pytest.mark.cic("CIC-SS-051", "CIC-SS-052")
@pytest.mark.parametrize("dialogue_id", [None, "538a5920-c5a4-4974-9b0a-095aa4c31e19"])
@pytest.mark.parametrize("lang", ["en", "zh"])
async def test_speech_on_request(
    client: Client, channel: Response, dialogue_id: str | None, lang: str
) -> None:
    payload = {"text": "The door is open.", "lang": lang}
    message = event("SpeechSynthesizer.Request", payload, dialogRequestId=dialogue_id)
    response = await client.send(message)
    assert response.directives["Speak"]["ttsLang"] == lang
    header = response.messages[0]["directive"]["header"]
    assert header.get("dialogRequestId") == dialogue_id
    attachment = response.parts[1]
    assert response.directives["Speak"]["url"] == f"cid:{attachment.headers['content-id']}"
    assert attachment.body.startswith(b"\xff\xf3")


@pytest.mark.cic("CIC-SS-037")
@pytest.mark.parametrize("name", ["SpeechStarted", "SpeechFinished", "SpeechStopped"])
async def test_reports_of_speech(
    cloud: Emulator, client: Client, channel: Response, name: str
) -> None:
    report = event(f"SpeechSynthesizer.{name}", {"token": "t"})
    response = await client.send(report)
    assert (response.status, response.body) == (204, b"")
    cloud.answer_next(Answer([directive("Clova", "Help")]))
    report = event(f"SpeechSynthesizer.{name}", {"token": "t"})
    assert (await client.send(report)).status == 200


# System.

ALARM = {"type": "ALARM", "token": "a", "scheduledTime": "2026-11-21T07:00:00+09:00"}


@pytest.mark.cic("CIC-SY-001", "CIC-SY-013")
@pytest.mark.parametrize(
    ("form", "payload"),
    [("filled", {"allAlerts": [ALARM]}), ("empty", {"allAlerts": []}), ("absent", {})],
)
async def test_synchronize_state(
    make_emulator: EmulatorFactory, connect: ClientFactory, form: str, payload: dict[str, Any]
) -> None:
    cloud = await make_emulator(system_alerts=form)
    client = await connect(cloud)
    await client.open_channel()
    cloud.push("Alerts", "SetAlert", ALARM)
    await client.send(event("Alerts.SetAlertSucceeded", {"token": "a", "type": "ALARM"}))
    response = await client.send(event("System.RequestSynchronizeState"))
    assert response.directives == {"SynchronizeState": payload}


# Clova.


@pytest.mark.cic("CIC-CL-072", "CIC-T-092")
async def test_a_delegated_sentence(cloud: Emulator, client: Client, channel: Response) -> None:
    delegation_id = cloud.delegate("play some music")
    (pushed_directive,) = await pushed(channel, 1)
    assert pushed_directive["header"]["name"] == "HandleDelegatedEvent"
    assert "dialogRequestId" not in pushed_directive["header"]
    assert pushed_directive["payload"] == {"delegationId": delegation_id}
    assert cloud.delegations_pending == 1
    payload = {"delegationId": delegation_id}
    response = await tell(client, "Clova.ProcessDelegatedEvent", payload, PlaybackState=IDLE)
    assert list(response.directives) == ["RenderText", "Speak", "Play"]
    assert cloud.delegations_pending == 0
    again = await tell(client, "Clova.ProcessDelegatedEvent", payload)
    assert again.status == 204


async def test_nothing_is_asked_back_outside_a_dialogue(
    cloud: Emulator, client: Client, channel: Response
) -> None:
    delegation_id = cloud.delegate("set a timer")
    response = await tell(client, "Clova.ProcessDelegatedEvent", {"delegationId": delegation_id})
    assert list(response.directives) == ["RenderText", "Speak"]


async def test_delegated_parts(cloud: Emulator, client: Client, channel: Response) -> None:
    delegation_id = cloud.delegate([directive("Clova", "Help")])
    response = await tell(client, "Clova.ProcessDelegatedEvent", {"delegationId": delegation_id})
    assert response.directives == {"Help": {}}


async def test_a_delegation_that_nobody_made(client: Client, channel: Response) -> None:
    response = await tell(client, "Clova.ProcessDelegatedEvent", {"delegationId": "x"})
    assert response.status == 204


async def test_a_delegation_to_nobody(cloud: Emulator) -> None:
    assert cloud.delegate("hello") is None
    assert cloud.delegations_pending == 0


def test_only_so_many_delegations_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delegations, "MAX_DELEGATIONS", 2)
    booked = Delegations()
    ids = [booked.book(text) for text in "abc"]
    assert [booked.fetch(each, 1) for each in ids] == [None, "b", "c"]


async def test_only_so_many_clients_are_remembered(
    cloud: Emulator, client: Client, channel: Response, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "MAX_CLIENTS", 1)
    clients = Clients(0.0, 1)
    kept: PerClient[list[int]] = PerClient(list)
    kept.of(clients.of("a")).append(1)
    assert kept.of(clients.of("a")) == [1]
    kept.of(clients.of("b"))
    assert kept.of(clients.of("a")) == []
    assert len(list(kept)) == 1


async def test_a_push_to_a_device_that_is_gone(cloud: Emulator) -> None:
    client = cloud._core.clients.of("a")
    assert cloud._service.push(client, directive("Clova", "Help")) is False
