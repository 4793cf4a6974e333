"""Music beside other sounds: a spoken request, announcements."""

from homeassistant.components.assist_pipeline.models import PipelineStage
from homeassistant.exceptions import HomeAssistantError
import pytest

from tests.ha import coordinator_of, wait_for_state
from tests.music.home import MusicHome
from tests.music.kitchen import KITCHEN
from tests.voice import prepare_pipeline, say


@pytest.mark.cic("CIC-PB-011", "CIC-PB-078")
async def test_music_that_was_asked_for_aloud_begins_after_the_answer(home: MusicHome) -> None:
    await prepare_pipeline(home.hass)
    home.cloud.hear_next("play some jazz")
    run = await say(home.hass)
    assert run.answer
    assert home.kitchen.played == []
    await run.sound()
    await home.until(lambda: "PlayStarted track-6 0" in home.told())
    spoken = [str(each.name) for each in home.cloud.events]
    assert spoken.index("SpeechSynthesizer.SpeechFinished") < spoken.index(
        "AudioPlayer.PlayStarted"
    )
    assert home.player.state == "playing"


@pytest.mark.cic("CIC-PB-074", "CIC-PB-077", "CIC-PB-079")
async def test_music_is_lowered_while_somebody_speaks(home: MusicHome) -> None:
    await home.starts("track-1")
    await prepare_pipeline(home.hass)
    stage = coordinator_of(home.entry).stage
    dialogue = stage.listening()
    await home.until(lambda: (home.kitchen.volume_level or 0) < 0.5)
    assert home.player.attributes["volume_level"] == 0.5
    assert home.player.state == "playing"
    await home.push("PlaybackController.Pause")
    await home.hears("PlayPaused track-1 0")
    stage.dialogue_ended(dialogue)
    await home.until(lambda: home.kitchen.volume_level == 0.5)
    assert home.kitchen.state == "paused"


async def test_an_announcement_sounds_over_the_music_which_goes_on(home: MusicHome) -> None:
    await home.starts("track-1")
    await home.passes(7)
    sound = f"{home.cloud.media_url}/track-10.mp3"  # three seconds
    calling = home.hass.async_create_background_task(
        home.press("play_media", media_content_id=sound, media_content_type="music", announce=True),
        "announcement",
    )
    await wait_for_state(home.hass, KITCHEN, "paused")
    await wait_for_state(home.hass, KITCHEN, "playing")
    assert home.kitchen.played[-1] == sound
    home.clock.next(home.clock.now() + 4)
    await calling
    assert home.kitchen.played[-1] != sound
    await home.until(lambda: home.kitchen.state_attributes.get("media_position") == 7)
    assert (home.player.state, home.kitchen.state) == ("playing", "playing")
    await home.hears()


async def test_an_announcement_that_nobody_hears_is_told(home: MusicHome) -> None:
    home.kitchen.vanish()
    with pytest.raises(HomeAssistantError):
        await home.do(
            "play_media",
            media_content_id=f"{home.cloud.media_url}/track-10.mp3",
            media_content_type="music",
            announce=True,
        )


async def test_a_spoken_request_that_only_asks_lowers_nothing_for_long(home: MusicHome) -> None:
    await home.starts("track-1")
    await prepare_pipeline(home.hass)
    home.cloud.hear_next("what time is it")
    run = await say(home.hass, end_stage=PipelineStage.INTENT)
    assert run.answer
    await home.until(lambda: home.kitchen.volume_level == 0.5)
    await home.hears()
