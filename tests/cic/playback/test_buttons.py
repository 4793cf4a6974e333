"""Buttons: CLOVA is told, and nothing else happens until it answers."""

import pytest

from custom_components.clova_cic.cic.playback import Button, Choose, Press

from .deck import Deck, Json

OWN = {"namespace": "AudioPlayer"}
NAMES = ["Pause", "Resume", "Stop", "Next", "Previous"]


@pytest.mark.cic("CIC-PC-001", "CIC-PC-004", "CIC-PB-033")
@pytest.mark.parametrize(
    ("button", "name"),
    [
        (Button.PAUSE, "Pause"),
        (Button.STOP, "Stop"),
        (Button.NEXT, "Next"),
        (Button.PREVIOUS, "Previous"),
        (Button.PLAY, "Resume"),
    ],
)
def test_a_button_tells_clova_and_does_nothing(button: Button, name: str) -> None:
    deck = Deck()
    deck.playing("a")
    deck.play("b", "ENQUEUE")
    assert deck.fed(Press(button)) == [f"{name}CommandIssued"]
    assert deck.payloads(f"{name}CommandIssued") == [{"source": OWN}]
    assert deck.activity == "PLAYING"


@pytest.mark.cic("CIC-PC-006")
def test_play_means_go_on_if_there_is_something_to_go_on_with() -> None:
    deck = Deck()
    assert deck.fed(Press(Button.PLAY)) == ["PlayCommandIssued"]
    assert deck.payloads("PlayCommandIssued") == [{}]
    deck.playing("a")
    deck.told("PlaybackController.Stop")
    assert deck.fed(Press(Button.PLAY)) == ["ResumeCommandIssued"]


@pytest.mark.cic("CIC-PC-005", "CIC-TR-024")
def test_an_item_is_chosen_by_its_token() -> None:
    deck = Deck()
    assert deck.fed(Choose("list-item-7")) == ["PlayCommandIssued list-item-7"]


@pytest.mark.cic("CIC-PC-003", "CIC-PC-010", "CIC-PC-012")
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("namespace", ["AudioPlayer", "MediaPlayer"])
def test_what_clova_wants_pressed_is_pressed(name: str, namespace: str) -> None:
    deck = Deck()
    deck.playing("a")
    target = {"namespace": namespace}
    seen = deck.told(f"PlaybackController.Expect{name}Command", target=target)
    assert seen == [f"{name}CommandIssued"]
    assert deck.payloads(f"{name}CommandIssued") == [{"source": target}]
    assert deck.activity == "PLAYING"


@pytest.mark.cic("CIC-PC-011")
@pytest.mark.parametrize("name", NAMES)
def test_without_a_target_there_is_no_source(name: str) -> None:
    deck = Deck()
    deck.told(f"PlaybackController.Expect{name}Command")
    assert deck.payloads(f"{name}CommandIssued") == [{}]


@pytest.mark.cic("CIC-PC-015", "CIC-PC-016", "CIC-PB-062")
@pytest.mark.parametrize(
    "payload",
    [
        {"token": "t", "handover": {"deviceId": "d", "customData": "c", "more": [1]}},
        {"token": "t"},
        {},
    ],
)
def test_a_handover_goes_back_as_it_came(payload: Json) -> None:
    deck = Deck(judged=False)
    deck.told("PlaybackController.ExpectPlayCommand", **payload)
    assert deck.payloads("PlayCommandIssued") == [payload]


@pytest.mark.parametrize(
    "handover", [{}, {"deviceId": "d"}, {"deviceId": None, "customData": "c"}, {"more": [1]}]
)
def test_a_handover_that_lacks_something_stays_here(handover: Json) -> None:
    deck = Deck(judged=False)
    deck.told("PlaybackController.ExpectPlayCommand", token="t", handover=handover)
    assert deck.payloads("PlayCommandIssued") == [{"token": "t"}]


@pytest.mark.cic("CIC-PC-014")
@pytest.mark.parametrize("name", NAMES)
def test_a_button_of_a_player_that_nobody_knows_is_not_pressed(name: str) -> None:
    deck = Deck()
    target = {"namespace": "Cinema"}
    assert deck.told(f"PlaybackController.Expect{name}Command", target=target) == []


@pytest.mark.cic("CIC-AP-021")
def test_playback_that_was_handed_over_begins_where_it_was() -> None:
    deck = Deck()
    given = {"deviceId": "kitchen", "customData": "x"}
    deck.told("PlaybackController.ExpectPlayCommand", token="a", handover=given)
    assert deck.play("a", beginAtInMilliseconds=12_000) == ["start a 12000"]
