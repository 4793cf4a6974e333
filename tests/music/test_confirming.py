"""Silence and volume that CLOVA commands are noticed, though nobody says a word (CIC-PC-029)."""

import pytest

from custom_components.clova_cic.media.melody import SUFFIX
from custom_components.clova_cic.speaker import said
from tests.music.home import MusicHome

COMMANDS = ["Mute", "Unmute", "VolumeUp", "VolumeDown"]


def tones(home: MusicHome) -> list[str]:
    """Return the short sounds that the speaker was told to play."""
    return [each for each in home.kitchen.played if each.endswith(SUFFIX)]


@pytest.fixture(autouse=True)
def prompt(monkeypatch: pytest.MonkeyPatch) -> None:
    """Believe that a short sound is over when its time is."""
    monkeypatch.setattr(said, "LATE", 0.0)


@pytest.mark.cic("CIC-PC-029", "CIC-PC-028")
@pytest.mark.parametrize("command", COMMANDS)
async def test_where_nothing_plays_a_tone_is_heard(home: MusicHome, command: str) -> None:
    await home.push(f"PlaybackController.{command}")
    await home.until(lambda: tones(home))
    await home.until(lambda: home.kitchen.state == "idle")
    await home.until(lambda: home.kitchen.is_volume_muted is (command == "Mute"))
    assert len(tones(home)) == 1
    await home.hears()


@pytest.mark.cic("CIC-PC-029")
async def test_a_speaker_that_does_not_play_the_tone_is_muted_all_the_same(
    home: MusicHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "custom_components.clova_cic.handlers.playback_controller.CONFIRM_LIMIT", 0.05
    )
    home.kitchen.session = None  # type: ignore[assignment]  # it cannot fetch anything
    home.cloud.push("PlaybackController", "Mute", {})
    await home.until(lambda: home.kitchen.is_volume_muted)


@pytest.mark.parametrize("command", COMMANDS)
async def test_music_tells_it_by_itself(home: MusicHome, command: str) -> None:
    await home.starts("track-1")
    await home.push(f"PlaybackController.{command}")
    await home.settle()
    changed = home.kitchen.is_volume_muted or home.kitchen.volume_level != 0.5
    assert changed is (command != "Unmute")
    assert tones(home) == []
    assert home.kitchen.state == "playing"
