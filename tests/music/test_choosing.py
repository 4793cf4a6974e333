"""play_media: plain words, what was browsed, announcements; and what is refused."""

from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
import pytest

from emulator import Answer, directive
from tests.ha import translation
from tests.music.home import MusicHome


async def test_plain_words_are_a_request(home: MusicHome) -> None:
    await home.do("play_media", media_content_id="재즈 틀어줘", media_content_type="music")
    await home.until(lambda: "PlayStarted track-6 0" in home.told())
    assert home.events("Recognize") == [{"text": "재즈 틀어줘"}]
    assert home.player.state == "playing"


async def test_words_that_nobody_answers_are_told(home: MusicHome) -> None:
    home.cloud.answer_next(Answer([], status=500, to="TextRecognizer.Recognize"))
    with pytest.raises(HomeAssistantError) as failure:
        await home.do("play_media", media_content_id="play jazz", media_content_type="text")
    assert failure.value.translation_key == "server_error"


@pytest.mark.parametrize(
    "content_id", ["https://x.example/a.mp3", "media-source://media_source/local/a.mp3"]
)
async def test_an_address_is_nothing_to_ask_for(home: MusicHome, content_id: str) -> None:
    with pytest.raises(ServiceValidationError) as failure:
        await home.do("play_media", media_content_id=content_id, media_content_type="music")
    assert failure.value.translation_key == "only_words"
    assert home.told() == []
    for language in ("en", "ko", "ja"):
        assert translation(language, "exceptions.only_words.message")


async def test_a_media_type_says_nothing_about_an_announcement_without_an_address(
    home: MusicHome,
) -> None:
    with pytest.raises(ServiceValidationError) as failure:
        await home.do(
            "play_media", media_content_id="bell", media_content_type="music", announce=True
        )
    assert failure.value.translation_key == "only_sounds"


async def test_an_item_that_is_gone_costs_only_the_question(home: MusicHome) -> None:
    home.cloud.answer_next(
        Answer([directive("Clova", "RenderText", {"text": "It is not there any more."})])
    )
    await home.do("play_media", media_content_id="clova_cic:item/gone", media_content_type="track")
    assert home.events("PlayCommandIssued") == [{"token": "gone"}]
    assert home.player.state == "idle"
