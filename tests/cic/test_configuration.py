"""The settings that device and app share, as pure values."""

from typing import Any

import pytest

from custom_components.clova_cic.cic import Configuration, UsageError, VoiceMenu, version_in
from custom_components.clova_cic.cic.configuration import MAX_SETTINGS, MAX_VALUE, MAX_VOICES
from custom_components.clova_cic.cic.interfaces.payload import read
from custom_components.clova_cic.cic.interfaces.settings import VoiceType

MENU = VoiceMenu(voices={"V001": "Anna", "V002": "Ben"}, default="V001")


def menu(raw: dict[str, Any]) -> VoiceMenu | None:
    """Read an offer as it comes."""
    return VoiceMenu.of(read(VoiceType, raw))


@pytest.mark.cic("CIC-SE-040")
@pytest.mark.parametrize(
    ("raw", "voices", "default"),
    [
        ({"list": [{"key": "b", "name": "B"}, {"key": "a", "name": "A"}]}, {"b": "B", "a": "A"}, None),
        ({"list": [{"key": "b"}, {"key": "a", "name": ""}]}, {"b": "b", "a": "a"}, None),
        ({"list": [{"key": "1", "name": "A"}, {"key": "2", "name": "A"}]}, {"1": "A", "2": "A (2)"}, None),
        ({"list": [{"key": "1", "name": "A"}], "default": {"key": "1"}}, {"1": "A"}, "1"),
        ({"list": [{"key": "1", "name": "A"}], "default": {"key": "9", "name": "I"}}, {"1": "A", "9": "I"}, "9"),
        ({"default": {"key": "9", "name": "I"}}, {"9": "I"}, "9"),
    ],
)  # fmt: skip
def test_an_offer_becomes_a_menu(
    raw: dict[str, Any], voices: dict[str, str], default: str | None
) -> None:
    made = menu(raw | {"name": "Voice"})
    assert made == VoiceMenu(voices=voices, title="Voice", default=default)
    assert list(made.voices) == list(voices)


@pytest.mark.parametrize("raw", [{}, {"list": []}, {"name": "Voice", "list": []}])
def test_without_voices_there_is_no_menu(raw: dict[str, Any]) -> None:
    assert menu(raw) is None


def test_a_menu_is_bounded() -> None:
    made = menu({"list": [{"key": str(number)} for number in range(1000)]})
    assert made is not None
    assert len(made.voices) == MAX_VOICES


def test_a_label_leads_to_its_voice() -> None:
    assert MENU.key_of("Ben") == "V002"
    assert MENU.key_of("Chloe") is None


@pytest.mark.cic("CIC-SE-043")
def test_the_default_counts_until_somebody_chooses() -> None:
    known = Configuration(menu=MENU)
    assert known.in_force("v") == {"v": "V001"}
    known.choose("V002")
    assert known.in_force("v") == {"v": "V002"}
    known.choose(None)
    assert known.voice == "V001"
    known.chosen = "V777"  # is not offered any more
    assert known.voice == "V001"
    assert Configuration(menu=VoiceMenu(voices={"a": "A"})).in_force("v") == {}


def test_without_a_menu_any_voice_may_be_the_right_one() -> None:
    known = Configuration()
    assert known.in_force("v") == {}
    assert known.apply({"v": "V009"}, "v")
    assert known.voice == "V009"
    assert not known.apply({"v": ""}, "v")
    assert known.voice == "V009"


@pytest.mark.cic("CIC-SE-021", "CIC-SE-022")
@pytest.mark.parametrize(
    ("wanted", "changed"),
    [
        ({"a": "2"}, {"a": "2"}),
        ({"v": "V002"}, {"v": "V002"}),
        ({"v": "V002", "a": "2", "c": "3"}, {"v": "V002", "a": "2"}),
        ({"v": "V003"}, {}),
        ({"c": "3"}, {}),
        ({"a": 2, "b": None, "v": ["V002"]}, {}),
        ({"a": "x" * (MAX_VALUE + 1)}, {}),
        ({"a": "1"}, {}),
        ({}, {}),
    ],
)
def test_what_is_wanted_is_applied_as_far_as_it_can_be(
    wanted: dict[str, Any], changed: dict[str, str]
) -> None:
    known = Configuration(others={"a": "1", "b": "1"}, menu=MENU)
    assert known.apply(wanted, "v") is bool(changed)
    assert known.in_force("v") == {"a": "1", "b": "1", "v": "V001"} | changed


def test_a_user_adds_settings_a_bounded_number_of_them() -> None:
    known = Configuration(menu=MENU)
    for number in range(MAX_SETTINGS):
        known.set(f"key {number}", "1", "v")
    with pytest.raises(UsageError, match="too many"):
        known.set("one more", "1", "v")
    known.set("key 3", "2", "v")
    known.set("v", "V002", "v")
    known.set("key 4", None, "v")
    known.set("one more", "1", "v")
    known.set("never there", None, "v")
    assert len(known.in_force("v")) == MAX_SETTINGS + 1


@pytest.mark.cic("CIC-SE-042")
@pytest.mark.parametrize(
    ("version", "known_version", "for_client", "client", "taken"),
    [
        ("20300101000000", None, None, None, True),
        ("20300101000000", "20300101000000", "1.0.0", "1.0.0", True),
        ("20300101000000", "20300101000001", None, None, False),
        ("20300101000001", "20300101000000", None, None, True),
        ("2", "20300101000000", None, None, True),
        ("20300101000000", "latest", None, None, True),
        (None, "20300101000000", None, None, True),
        (None, None, "1.2.0", "1.10.0", True),
        (None, None, "1.10.0", "1.2.0", False),
        (None, None, "1.2", "1.2.0", True),
        (None, None, "1.2.0", "1.2", True),
        (None, None, "1.2.0-beta", "1.1.9+x", False),
        (None, None, "any", "1.0.0", True),
        (None, None, "9.0.0", None, True),
        (None, None, "0", "0.0.0", True),
        (None, None, "9" * 5000, "1.0.0", False),
    ],
)
def test_items_count_for_clients_that_are_new_enough_and_if_they_are_new(
    version: str | None,
    known_version: str | None,
    for_client: str | None,
    client: str | None,
    taken: bool,
) -> None:
    known = Configuration(menu_version=known_version)
    assert known.offer(MENU, version=version, for_client=for_client, client=client) is taken
    assert (known.menu is MENU) is taken
    assert known.menu_version == (version if taken else known_version)


@pytest.mark.parametrize(
    ("user_agent", "version"),
    [
        ("Acme/DeskBot/1.0.0 (Linux;x86)", "1.0.0"),
        ("Acme / DeskBot / 1.0.0-rc.1+7 (Linux;x86)", "1.0.0-rc.1+7"),
        ("Acme/DeskBot/1.0.0(Linux;x86;v=2.0.0)", "1.0.0"),
        ("Acme", None),
        ("", None),
    ],
)
def test_a_user_agent_tells_the_clients_version(user_agent: str, version: str | None) -> None:
    assert version_in(user_agent) == version
