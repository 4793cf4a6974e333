"""What CLOVA shows of the music: texts, pictures, marks, lists to choose from."""

from homeassistant.components.media_player.errors import BrowseError
from homeassistant.exceptions import HomeAssistantError
import pytest

from emulator import Answer, directive
from tests.ha import ask, state_of, wait_for_state
from tests.music.home import MusicHome
from tests.music.screen import LIKE, PNG, SUBSCRIBE, browse, child, entity_of, play, press, titles


@pytest.mark.cic("CIC-TR-020", "CIC-TR-030", "CIC-TR-031")
async def test_marks_follow_the_clouds_word(home: MusicHome) -> None:
    assert state_of(home.hass, LIKE) == "unavailable"
    await home.starts("track-1")
    await wait_for_state(home.hass, LIKE, "off")
    home.cloud.answer_next(Answer([], to="TemplateRuntime.LikeCommandIssued"))
    await press(home, LIKE, on=True)
    assert state_of(home.hass, LIKE) == "off"
    await press(home, LIKE, on=True)
    await wait_for_state(home.hass, LIKE, "on")
    await press(home, LIKE, on=True)
    await home.hears("LikeCommandIssued track-1", "LikeCommandIssued track-1")
    await press(home, LIKE, on=False)
    await press(home, SUBSCRIBE, on=True)
    await wait_for_state(home.hass, SUBSCRIBE, "on")
    await press(home, SUBSCRIBE, on=False)
    await home.hears(
        "UnlikeCommandIssued track-1",
        "SubscribeCommandIssued track-1",
        "UnsubscribeCommandIssued track-1",
    )
    await home.push("TemplateRuntime.UpdateLike", {"token": "track-1", "like": True})
    assert state_of(home.hass, LIKE) == "on"
    await home.push("TemplateRuntime.UpdateSubscribe", {"token": "other", "subscribe": True})
    assert state_of(home.hass, SUBSCRIBE) == "off"


async def test_a_mark_that_the_cloud_refuses_is_told(home: MusicHome) -> None:
    await home.starts("track-1")
    await wait_for_state(home.hass, LIKE, "off")
    home.cloud.answer_next(Answer([], status=500, to="TemplateRuntime.LikeCommandIssued"))
    with pytest.raises(HomeAssistantError) as failure:
        await press(home, LIKE, on=True)
    assert failure.value.translation_key == "server_error"


@pytest.mark.cic("CIC-PB-064", "CIC-TR-004")
async def test_a_liked_song_is_a_liked_song_wherever_it_was_said(home: MusicHome) -> None:
    await home.starts("track-1")
    await wait_for_state(home.hass, LIKE, "off")
    await ask(home.hass, "I like this song")
    await wait_for_state(home.hass, LIKE, "on")
    empty = {"displayType": "single", "controls": [], "playableItems": []}
    await home.push("TemplateRuntime.RenderPlayerInfo", empty)
    assert state_of(home.hass, LIKE) == "unavailable"


@pytest.mark.cic("CIC-TR-002", "CIC-TR-008")
async def test_the_cloud_has_its_own_question_asked_again(home: MusicHome) -> None:
    await home.push("TemplateRuntime.ExpectRequestPlayerInfo")
    assert home.events("RequestPlayerInfo") == []
    await home.starts("track-1")
    await wait_for_state(home.hass, LIKE, "off")
    await home.push("TemplateRuntime.ExpectRequestPlayerInfo")
    assert home.events("RequestPlayerInfo")[-1]["token"] == "track-1"


@pytest.mark.cic("CIC-PB-001")
async def test_what_is_shown_never_plays(home: MusicHome) -> None:
    await home.push("TemplateRuntime.RenderPlaylist", home.playlist("list-calm"))
    await home.push("TemplateRuntime.UpdateLike", {"token": "track-1", "like": True})
    assert home.player.state == "idle"
    assert home.kitchen.played == []


@pytest.mark.cic("CIC-TR-024", "CIC-PC-005")
async def test_what_comes_next_can_be_chosen(home: MusicHome) -> None:
    await home.starts("jazz")
    await wait_for_state(home.hass, LIKE, "off")
    root = await browse(home)
    assert titles(root) == ["Up next", "More like this"]
    page = await browse(home, child(root, "Up next"))
    assert len(titles(page)) == 3
    chosen = child(page, "Blue Umbrella · Late Quartet")
    home.cloud.forget_requests()
    await play(home, chosen)
    assert home.events("PlayCommandIssued") == [{"token": "track-7"}]
    await home.until(lambda: "PlayStarted track-7 0" in home.told())


@pytest.mark.cic("CIC-TR-040", "CIC-TR-041", "CIC-TR-042")
async def test_lists_are_browsed_three_levels_deep_and_back(home: MusicHome) -> None:
    await home.push("TemplateRuntime.RenderPlaylist", home.playlist("list-for-you"))
    first = await browse(home, child(await browse(home), "For you"))
    second = await browse(home, child(first, "Calm"))
    third = await browse(home, child(second, "Rain"))
    assert "Rain on the Roof · Quiet House" in titles(third)
    await home.hears("SelectCommandIssued list-calm", "SelectCommandIssued list-calm-rain")
    await play(home, child(third, "Rain on the Roof · Quiet House"))
    assert home.told()[0] == "SelectCommandIssued track-2"
    await home.until(lambda: "PlayStarted track-2 0" in home.told())


@pytest.mark.cic("CIC-TR-043")
async def test_going_back_asks_nobody(home: MusicHome) -> None:
    await home.push("TemplateRuntime.RenderPlaylist", home.playlist("list-for-you"))
    first = await browse(home, child(await browse(home), "For you"))
    second = await browse(home, child(first, "Calm"))
    await browse(home, child(second, "Rain"))
    home.cloud.forget_requests()
    assert titles(await browse(home, second.media_content_id)) == titles(second)
    assert titles(await browse(home, first.media_content_id)) == titles(first)
    await home.hears()


@pytest.mark.cic("CIC-TR-022", "CIC-TR-026")
async def test_more_like_this_is_a_list(home: MusicHome) -> None:
    await home.starts("track-1")
    await wait_for_state(home.hass, LIKE, "off")
    page = await browse(home, child(await browse(home), "More like this"))
    assert "Calm" in titles(page)
    assert home.told() == ["MoreCommandIssued track-1"]


async def test_what_is_not_shown_cannot_be_browsed(home: MusicHome) -> None:
    assert titles(await browse(home)) == []
    for gone in ("clova_cic:items", "clova_cic:list", "clova_cic:more", "clova_cic:playlist/no"):
        with pytest.raises(BrowseError):
            await browse(home, gone)
    home.cloud.answer_next(Answer([], status=500, to="TemplateRuntime.SelectCommandIssued"))
    with pytest.raises(HomeAssistantError):
        await browse(home, "clova_cic:playlist/list-calm")


async def test_a_list_that_cannot_be_read_is_none(home: MusicHome) -> None:
    broken = directive("TemplateRuntime", "RenderPlaylist", {"title": "L", "items": 5})
    home.cloud.answer_next(Answer([broken], to="TemplateRuntime.SelectCommandIssued"))
    with pytest.raises(BrowseError):
        await browse(home, "clova_cic:playlist/list-calm")
    assert titles(await browse(home, "clova_cic:playlist/list-calm"))


async def test_pictures_are_fetched_by_home_assistant(home: MusicHome) -> None:
    entity = entity_of(home)
    assert await entity.async_get_media_image() == (None, None)
    await home.starts("track-1")
    await wait_for_state(home.hass, LIKE, "off")
    picture, kind = await entity.async_get_media_image()
    assert picture is not None
    assert (picture[:4], kind) == (PNG, "image/png")
    shown = home.player.attributes["entity_picture"]
    assert shown.startswith("/api/media_player_proxy/")
    assert home.cloud.media_url not in shown
    await home.push("TemplateRuntime.RenderPlaylist", home.playlist("list-for-you"))
    for content_id in ("clova_cic:item/track-1", "clova_cic:playlist/list-calm"):
        picture, kind = await entity.async_get_browse_image("track", content_id)
        assert picture is not None
        assert picture[:4] == PNG
    assert await entity.async_get_browse_image("track", "clova_cic:playlist/no") == (None, None)


async def test_a_picture_that_is_too_large_is_left_out(home: MusicHome) -> None:
    await home.starts("odd-picture")
    assert await entity_of(home).async_get_media_image() == (None, None)
    assert home.player.state == "playing"


@pytest.mark.cic("CIC-AP-006", "CIC-AP-007")
async def test_texts_come_from_wherever_they_are(home: MusicHome) -> None:
    await home.push("AudioPlayer.Play", home.sample())
    await home.until(lambda: "PlayStarted track-1 0" in home.told())
    await wait_for_state(home.hass, LIKE, "off")
    shown = home.player.attributes
    assert (shown["media_title"], shown["media_artist"]) == ("Morning Walk", "The Examples")
    assert shown["app_name"] == "Example Radio"


@pytest.mark.cic("CIC-TR-007")
async def test_lyrics_that_are_nowhere_are_none(home: MusicHome) -> None:
    await home.starts("track-1")
    lyrics = [{"format": "PLAIN", "data": None, "url": None}]
    item = {"token": "a", "titleText": "A", "showAdultIcon": False, "lyrics": lyrics}
    await home.push(
        "TemplateRuntime.RenderPlayerInfo",
        {"displayType": "single", "controls": [], "playableItems": [item]},
    )
    assert home.music.screen.current is not None
    assert home.music.screen.current.token == "a"


async def test_a_live_stream_is_a_channel_without_an_end(home: MusicHome) -> None:
    await home.starts("live-1")
    await wait_for_state(home.hass, LIKE, "off")
    shown = home.player.attributes
    assert shown["media_content_type"] == "channel"
    assert "media_duration" not in shown
