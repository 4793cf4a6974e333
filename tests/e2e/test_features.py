"""Each kind of feature in a real Home Assistant: said, switched, reported, told."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from scripts.lib.demo.speech import tone
from scripts.lib.demo.voice_turn import speak

from . import bluetooth_room as bluetooth
from .bluetooth_room import ADDRESS, PEER, lend_bluetooth
from .bus import Bus
from .demo_process import DemoProcess
from .feature_cases import CASES, READINGS, Case, Reading
from .lending import DONE, EXECUTED, FAILED, LIMIT, REFUSED, Person, assert_told
from .music_room import MusicRoom

pytestmark = [pytest.mark.timeout(120), pytest.mark.usefixtures("socket_enabled")]

TOLD = "input_text.told"


@pytest.fixture
async def person(demo: DemoProcess) -> AsyncIterator[Person]:
    """Somebody at home; what goes on may take so long."""
    async with asyncio.timeout(4 * LIMIT), Person.at(demo) as person:
        yield person


@pytest.mark.cic("CIC-DC-001", "CIC-DC-010", "CIC-DC-101")
@pytest.mark.parametrize("cases", CASES, ids=lambda cases: cases[0].kind)
async def test_a_feature_from_a_sentence_to_the_state(person: Person, cases: list[Case]) -> None:
    first = cases[0]
    await person.make(first.entity_id, **first.settled)
    # What is not lent does not exist.
    assert await person.say(first.said) == REFUSED
    await person.lend(first.kind, entity_id=first.entity_id, **first.lent)
    for case in cases:
        person.look_away()
        assert await person.say(case.said) == DONE
        await person.sees(case.entity_id, case.state)
        told = await person.reports(EXECUTED, case.command, case.target)
        assert_told(case.told, told)
        assert_told(case.told, await person.told_with_a_request())
    await person.take_back(first.kind)
    assert await person.say(first.said) == REFUSED


@pytest.mark.cic("CIC-CX-060", "CIC-DC-111")
@pytest.mark.parametrize("reading", READINGS, ids=lambda reading: reading.kind)
async def test_what_can_only_be_read_is_told_and_not_changed(
    person: Person, reading: Reading
) -> None:
    await person.make(TOLD)
    await person.act("input_text.set_value", TOLD, value=reading.values[0])
    await person.make_template(reading.entity_id, reading.template)
    assert await person.say(reading.asked) == REFUSED
    await person.lend(reading.kind, entity_id=reading.entity_id, **reading.lent)
    assert_told(reading.told[0], await person.told_with_a_request())
    assert await person.say(reading.asked) == reading.answers[0]
    assert await person.say(reading.change) == REFUSED
    person.look_away()
    await person.act("input_text.set_value", TOLD, value=reading.values[1])
    await person.tells(reading.told[1])
    assert await person.say(reading.asked) == reading.answers[1]
    await person.take_back(reading.kind)
    assert reading.told_as not in await person.told_with_a_request()


async def test_actions_of_ones_own_with_the_state_of_a_template(person: Person) -> None:
    choice = await person.make("input_select.heating", options=["Comfort", "Eco"])

    def choose(option: str) -> list[dict[str, object]]:
        target, data = {"entity_id": choice}, {"option": option}
        return [{"action": "input_select.select_option", "target": target, "data": data}]

    await person.lend(
        "energy_saving",
        state=f"{{{{ is_state('{choice}', 'Eco') }}}}",
        actions={"turn_on": choose("Eco"), "turn_off": choose("Comfort")},
    )
    for said, option, command, state in (
        ("turn on energy saving", "Eco", "TurnOn", "on"),
        ("turn off energy saving", "Comfort", "TurnOff", "off"),
    ):
        assert await person.say(said) == DONE
        await person.sees(choice, option)
        told = await person.reports(EXECUTED, command, "powersave")
        assert_told({"energySavingMode": {"state": state}}, told)
    await person.take_back("energy_saving")


@pytest.mark.cic("CIC-DC-014", "CIC-DC-003")
async def test_screens_and_apps(person: Person) -> None:
    screen = await person.make("input_text.screen")
    shows = [
        {
            "action": "input_text.set_value",
            "target": {"entity_id": screen},
            "data": {"value": "{{ app | default(target) }}"},
        }
    ]
    assert await person.say("open the settings") == DONE
    await person.reports(FAILED, "Open", "settings")
    await person.say("open the app music box")
    await person.reports(FAILED, "LaunchApp", "app")
    await person.lend("screens", actions={"open": shows, "launch_app": shows})
    for said, target in (("open the settings", "settings"), ("go to the home screen", "home")):
        assert await person.say(said) == DONE
        await person.sees(screen, target)
        await person.reports(EXECUTED, "Open", target)
    person.push("OpenScreen", {"target": "settings"})
    await person.reports(EXECUTED, "OpenScreen", "settings")
    assert await person.say("open the app music box") == DONE
    await person.sees(screen, "music box")
    told = await person.told_with_a_request()
    assert set(told) <= {"localTime", "volume"}
    await person.take_back("screens")


@pytest.mark.cic("CIC-DC-043", "CIC-DC-044", "CIC-DC-050")
async def test_bluetooth_from_pairing_to_forgetting(person: Person) -> None:
    await lend_bluetooth(person)
    # Pairing, as the app or a person begins it.
    assert await person.say("start pairing on bluetooth") == DONE
    told = await person.reports(EXECUTED, "BtStartPairing", "bluetooth")
    assert_told({"bluetooth": {"pairing": "on", "scanning": "on", "scanlist": []}}, told)
    assert await person.say("search for bluetooth devices again") == DONE
    told = await person.reports(EXECUTED, "BtRescan", "bluetooth")
    (found,) = told["bluetooth"]["scanlist"]
    assert found == {key: value for key, value in PEER.items() if key != "connected"}
    # Connecting: the peer wants a PIN, which CLOVA's user types.
    person.push("BtConnect", PEER)
    told = await person.reports(EXECUTED, "BtConnect", "bluetooth")
    assert_told({"bluetooth": {"connecting": "on", "btlist": []}}, told)
    await person.hears("BtRequestForPINCode", deviceName="Porch speaker")
    await person.reports(EXECUTED, "BtConnectByPINCode", "bluetooth")
    await person.sees(bluetooth.CONNECTED, ADDRESS)
    connected = {"address": ADDRESS, "connected": True, "role": "source"}
    await person.tells({"bluetooth": {"connecting": "off", "btlist": [connected]}})
    assert await person.say("stop pairing bluetooth") == DONE
    told = await person.reports(EXECUTED, "BtStopPairing", "bluetooth")
    assert_told({"bluetooth": {"pairing": "off"}}, told)
    # Using it, parting, forgetting it.
    assert await person.say("play over bluetooth") == DONE
    await person.sees(bluetooth.PLAYED, "BtPlay")
    await person.reports(EXECUTED, "BtPlay", "bluetooth")
    assert await person.say("disconnect bluetooth") == DONE
    told = await person.reports(EXECUTED, "BtDisconnect", "bluetooth")
    assert_told({"bluetooth": {"btlist": [{"address": ADDRESS, "connected": False}]}}, told)
    person.push("BtDelete", PEER)
    told = await person.reports(EXECUTED, "BtDelete", "bluetooth")
    assert told["bluetooth"]["btlist"] == []
    issues = await person.websocket.command("repairs/list_issues")
    assert "bluetooth_pin" not in str(issues)
    await person.take_back("bluetooth")


@pytest.mark.cic("CIC-DC-110", "CIC-DC-024", "CIC-DC-016")
async def test_the_volume_of_a_real_player_by_voice(demo: DemoProcess, person: Person) -> None:
    async with MusicRoom.of(demo) as room, Bus.watching(person.rest, person.session) as bus:
        room.play("track-9")  # mpd tells no volume before it has played something
        await room.plays()
        await room.shows(lambda clova: "volume_level" in clova["attributes"])
        await room.press("media_stop")
        await room.becomes(lambda mpd: mpd.state == "stop")
        for said, level, command in (
            ("볼륨 5로 해줘", 5, "SetValue"),
            ("소리 키워줘", 6, "Increase"),
            ("소리 줄여줘", 5, "Decrease"),
        ):
            person.look_away()
            person.control.post("/transcript", {"text": said})
            answer = await speak(person.rest, person.websocket, tone())
            assert answer.failure is None
            told = await person.reports(EXECUTED, command, "volume")
            assert_told({"volume": {"min": 0, "max": 10, "value": level}}, told)
            await room.becomes(lambda mpd, volume=level * 10: mpd.volume == volume)  # type: ignore[misc]
            # Nothing plays: a tone lets one hear it.
            tone_call = {"domain": "media_player", "service": "play_media"}
            await bus.expect("call_service", tone_call, LIMIT)
