"""Music with little to show or nothing: what is marked, what is enough, who presses the buttons."""

from homeassistant.setup import async_setup_component
import pytest

from custom_components.clova_cic.handlers import HANDLERS
from emulator import Answer, directive
from tests.ha import LIMIT, ask, coordinator_of, state_of, wait_for_state
from tests.music.home import PLAYER, MusicHome
from tests.music.screen import LIKE, PNG, browse, child, entity_of, titles


@pytest.mark.cic("CIC-TR-005")
@pytest.mark.parametrize(
    ("live", "adult", "title"),
    [
        (None, False, "Morning Walk"),
        (False, None, "Morning Walk"),
        (True, False, "LIVE Morning Walk"),
        (False, True, "🔞 Morning Walk"),
        (True, True, "LIVE 🔞 Morning Walk"),
    ],
)
async def test_what_is_live_or_for_adults_is_marked(
    home: MusicHome, live: bool | None, adult: bool | None, title: str
) -> None:
    await home.starts("track-1")
    await wait_for_state(home.hass, LIKE, "off")
    item = {"token": "a", "titleText": "Morning Walk", "isLive": live, "showAdultIcon": adult}
    entry = {"token": "b", "titleText": "Morning Walk", "type": "live" if live else "track"}
    await home.push(
        "TemplateRuntime.RenderPlayerInfo",
        {"displayType": "single", "controls": [], "playableItems": [item]},
    )
    await home.push(
        "TemplateRuntime.RenderPlaylist",
        {"title": "L", "items": [entry | {"showAdultIcon": adult}]},
    )
    assert home.player.attributes["media_title"] == title
    root = await browse(home)
    for folder in ("Up next", "L"):
        page = await browse(home, child(root, folder))
        assert titles(page) == [title]
        assert (page.children or [])[0].media_class == ("channel" if live else "track")


@pytest.mark.cic("CIC-PB-002")
async def test_the_one_that_plays_can_be_shown_without_anything_else(home: MusicHome) -> None:
    home.cloud.answer_next(Answer([], to="TemplateRuntime.RequestPlayerInfo"))
    play = home.sample()
    texts = {"titleText": "A", "titleSubText1": "B", "titleSubText2": "C"}
    art = {"artImageUrl": f"{home.cloud.media_url}/images/track-2.png"}
    await home.push("AudioPlayer.Play", {**play, "audioItem": play["audioItem"] | texts | art})
    await home.until(lambda: home.player.state == "playing")
    shown = home.player.attributes
    assert [shown[f"media_{each}"] for each in ("title", "artist", "album_name")] == list("ABC")
    picture, _ = await entity_of(home).async_get_media_image()
    assert picture is not None
    assert picture.startswith(PNG)
    # What comes next, lists and marks are the business of RenderPlayerInfo.
    assert titles(await browse(home)) == []
    assert state_of(home.hass, LIKE) == "unavailable"


@pytest.mark.cic("CIC-TR-050")
async def test_a_client_that_shows_nothing_still_plays(
    home: MusicHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    handlers = [each for each in HANDLERS if each.namespace != "TemplateRuntime"]
    assert len(handlers) == len(HANDLERS) - 1
    monkeypatch.setattr("custom_components.clova_cic.HANDLERS", handlers)
    assert await home.hass.config_entries.async_reload(home.entry.entry_id)
    await coordinator_of(home.entry).client.wait_ready(LIMIT)
    screen = [
        directive("TemplateRuntime", "RenderPlaylist", home.playlist("list-calm")),
        directive("TemplateRuntime", "UpdateLike", {"token": "track-1", "like": True}),
        directive("TemplateRuntime", "ExpectRequestPlayerInfo", {}),
    ]
    play = directive("AudioPlayer", "Play", home.sample())
    home.cloud.answer_next(Answer([*screen, play], to="TextRecognizer.Recognize"))
    await ask(home.hass, "play")
    await home.until(lambda: "PlayStarted track-1 0" in home.told())
    assert home.music.screen.playlist is None


@pytest.mark.cic("CIC-TR-025")
async def test_a_button_on_the_wall_is_as_good_as_one_on_the_screen(home: MusicHome) -> None:
    assert await async_setup_component(
        home.hass,
        "automation",
        {
            "automation": {
                "triggers": {"trigger": "event", "event_type": "wall_button"},
                "actions": [
                    {"action": "switch.toggle", "target": {"entity_id": LIKE}},
                    {"action": "media_player.media_next_track", "target": {"entity_id": PLAYER}},
                ],
            }
        },
    )
    await home.starts("jazz")
    await wait_for_state(home.hass, LIKE, "off")
    home.cloud.forget_requests()
    home.hass.bus.async_fire("wall_button")
    await home.until(lambda: "NextCommandIssued" in home.told())
    assert home.told()[:2] == ["LikeCommandIssued track-6", "NextCommandIssued"]
    await home.until(lambda: "PlayStarted track-7 0" in home.told())
