"""What the assistant has a device do, by what the device says that it can."""

from typing import Any

import pytest

from emulator import Emulator

from .client import Client, Response, text_event
from .states import state

SWITCH = {"actions": ["TurnOff", "TurnOn"], "state": "off"}
EVERYTHING: dict[str, Any] = {
    "wifi": SWITCH | {"networks": []},
    "airplane": SWITCH,
    "cellular": SWITCH,
    "energySavingMode": SWITCH,
    "flashLight": SWITCH,
    "gps": SWITCH,
    "power": {"actions": ["TurnOff", "TurnOn"], "state": "active"},
    "screenAutoBrightness": SWITCH,
    "soundMode": {"actions": ["TurnOff", "TurnOn"], "state": "ring"},
    "screenBrightness": {
        "actions": ["Decrease", "Increase", "SetValue"],
        "min": 0,
        "max": 100,
        "value": 60,
    },
    "channel": {"actions": ["Decrease", "Increase", "SetValue"]},
    "bluetooth": {
        "actions": ["TurnOff", "TurnOn", "BtConnect", "BtDisconnect", "BtStartPairing"],
        "state": "on",
        "pairing": "off",
        "scanning": "off",
        "connecting": "off",
        "btlist": [],
        "scanlist": [],
    },
}


def asking(text: str, features: dict[str, Any]) -> dict[str, Any]:
    """A sentence to a device with these features."""
    message = text_event(text)
    message["context"] = [state("Device.DeviceState", features)]
    return message


ASKED = [
    ("turn on the wifi", "TurnOn", {"target": "wifi"}),
    ("TV 꺼줘", "TurnOff", {"target": "power"}),
    ("テレビを消して", "TurnOff", {"target": "power"}),
    ("와이파이 켜줘", "TurnOn", {"target": "wifi"}),
    ("switch the flashlight on", "TurnOn", {"target": "flashlight"}),
    ("절전 모드 켜줘", "TurnOn", {"target": "energysave"}),
    ("機内モードをオンにして", "TurnOn", {"target": "airplane"}),
    ("brightness to 30", "SetValue", {"target": "screenbrightness", "value": "30"}),
    ("brightness 300", "SetValue", {"target": "screenbrightness", "value": "100"}),
    ("밝기 30으로 해줘", "SetValue", {"target": "screenbrightness", "value": "30"}),
    ("明るさを30にして", "SetValue", {"target": "screenbrightness", "value": "30"}),
    ("brighter", "Increase", {"target": "screenbrightness"}),
    ("화면 어둡게 해줘", "Decrease", {"target": "screenbrightness"}),
    ("turn on automatic brightness", "TurnOn", {"target": "screenautobrightness"}),
    ("next channel", "Increase", {"target": "channel"}),
    ("채널 7", "SetValue", {"target": "channel", "value": "7"}),
    ("무음 모드로 바꿔줘", "TurnOn", {"target": "silent"}),
    ("turn vibration off", "TurnOff", {"target": "vibrate"}),
    ("turn off bluetooth", "TurnOff", {"target": "bluetooth"}),
    ("connect bluetooth", "BtConnect", {}),
    ("블루투스 연결 끊어줘", "BtDisconnect", {}),
    ("ブルートゥースのペアリングを始めて", "BtStartPairing", {}),
]
UNLISTED: list[tuple[str, str, dict[str, str]]] = [
    ("play over bluetooth", "BtPlay", {}),
    ("블루투스 기기 다시 찾아줘", "BtRescan", {}),
]
SCREENS = [
    ("open the settings", "Open", {"target": "settings"}),
    ("설정 화면 열어줘", "Open", {"target": "settings"}),
    ("ホーム画面に戻って", "Open", {"target": "home"}),
    ("open the app Music Box", "LaunchApp", {"target": "music box"}),
    ("launch the weather app", "LaunchApp", {"target": "weather"}),
    ("유튜브 앱 열어줘", "LaunchApp", {"target": "유튜브"}),
    ("地図のアプリを開いて", "LaunchApp", {"target": "地図"}),
]


@pytest.mark.cic("CIC-DC-102", "CIC-DC-022")
@pytest.mark.parametrize(("text", "name", "payload"), [*ASKED, *UNLISTED])
async def test_a_feature_that_is_lent_is_controlled(
    client: Client, channel: Response, text: str, name: str, payload: dict[str, str]
) -> None:
    response = await client.send(asking(text, EVERYTHING))
    assert list(response.directives) == ["RenderText", name, "Speak"]
    assert response.directives[name] == payload


@pytest.mark.cic("CIC-DC-101", "CIC-DC-102")
@pytest.mark.parametrize(("text", "name", "payload"), ASKED)
@pytest.mark.parametrize("lent", ["nothing", "to read"])
async def test_what_is_not_lent_is_refused_in_words(
    client: Client,
    channel: Response,
    text: str,
    name: str,
    payload: dict[str, str],
    lent: str,
) -> None:
    read = {field: each | {"actions": []} for field, each in EVERYTHING.items()}
    response = await client.send(asking(text, read if lent == "to read" else {}))
    assert list(response.directives) == ["RenderText", "Speak"]
    said = response.directives["RenderText"]["text"]
    assert said in {
        "This device does not support that.",
        "이 기기에서는 지원하지 않아요.",
        "この機器では対応していません。",
    }


@pytest.mark.cic("CIC-DC-102")
@pytest.mark.parametrize(("text", "name", "payload"), SCREENS)
async def test_screens_are_no_feature_that_could_be_lent(
    client: Client, channel: Response, text: str, name: str, payload: dict[str, str]
) -> None:
    response = await client.send(asking(text, {}))
    assert response.directives[name] == payload


@pytest.mark.cic("CIC-DC-102")
@pytest.mark.parametrize(("text", "name", "payload"), UNLISTED)
async def test_what_is_never_listed_still_needs_its_feature(
    client: Client, channel: Response, text: str, name: str, payload: dict[str, str]
) -> None:
    response = await client.send(asking(text, {}))
    assert list(response.directives) == ["RenderText", "Speak"]


READ: dict[str, Any] = EVERYTHING | {
    "battery": {"actions": [], "charging": False, "value": 73},
    "soundOutput": {"type": "bluetooth"},
    "wifi": {"actions": [], "networks": [], "state": "on"},
}
CHARGED = {"battery": {"actions": [], "charging": True, "value": 20}}
TOLD = [
    ("how much battery is left?", READ, "The battery is at 73 percent."),
    ("배터리 얼마나 남았어?", CHARGED, "배터리는 20퍼센트이고 충전 중이에요."),
    ("電池はどのくらい?", READ, "バッテリーは73パーセントです。"),
    ("where does the sound come out?", READ, "The sound goes out over Bluetooth."),
    ("소리 어디로 나와?", READ, "블루투스로 소리가 나가요."),
    ("is the wifi on?", READ, "It is on."),
    ("와이파이 켜져 있어?", READ, "켜져 있어요."),
    ("ライトはついていますか", READ, "オフです。"),
    ("is the tv on", READ, "It is on."),
    ("how bright is the screen?", READ, "The brightness is 60."),
    ("which sound mode is it?", READ, "It rings."),
    ("how much battery is left?", {}, "This device does not support that."),
    ("is the wifi on?", {}, "This device does not support that."),
    ("turn the battery off", READ, "This device does not support that."),
    ("change the sound output to aux", READ, "This device does not support that."),
    ("배터리 꺼줘", READ, "이 기기에서는 지원하지 않아요."),
    ("音の出力を変えて", READ, "この機器では対応していません。"),
]


@pytest.mark.parametrize(("text", "features", "answer"), TOLD)
async def test_what_can_only_be_read_is_told_and_not_changed(
    client: Client, channel: Response, text: str, features: dict[str, Any], answer: str
) -> None:
    response = await client.send(asking(text, features))
    assert list(response.directives) == ["RenderText", "Speak"]
    assert response.directives["RenderText"]["text"] == answer


@pytest.mark.parametrize("text", ["what is on tv", "is the wifi fast?", "전원"])
async def test_who_asks_for_nothing_gets_nothing_switched(
    client: Client, channel: Response, cloud: Emulator, text: str
) -> None:
    response = await client.send(asking(text, EVERYTHING))
    assert {"TurnOn", "TurnOff"}.isdisjoint(response.directives)
