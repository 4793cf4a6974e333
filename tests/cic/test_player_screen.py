"""What a player shows: the item that plays, its buttons, lists to choose from."""

import pytest

from custom_components.clova_cic.cic.interfaces.template_runtime import (
    Control,
    ItemRange,
    LikeCommandIssued,
    MoreCommandIssued,
    PlayableItem,
    PlaylistItem,
    Provider,
    RenderPlayerInfo,
    RenderPlaylist,
    RequestPlayerInfo,
    SubscribeCommandIssued,
    UnlikeCommandIssued,
    UnsubscribeCommandIssued,
    UpdateLike,
    UpdateSubscribe,
)
from custom_components.clova_cic.cic.player_screen import MAX_ITEMS, MAX_LISTS, Mark, Screen


def button(name: str, *, selected: bool = False, enabled: bool = True) -> Control:
    return Control(name=name, enabled=enabled, selected=selected, type="BUTTON")


def info(*controls: Control, token: str = "a") -> RenderPlayerInfo:
    """An item with buttons, and one without any that comes after it."""
    return RenderPlayerInfo(
        playable_items=(
            PlayableItem(token=token, controls=controls),
            PlayableItem(token="next", controls=None),
        )
    )


def listed(*tokens: str) -> RenderPlaylist:
    return RenderPlaylist(
        title=" ".join(tokens), items=tuple(PlaylistItem(token=t) for t in tokens)
    )


@pytest.fixture
def screen() -> Screen:
    return Screen()


@pytest.mark.cic("CIC-TR-008", "CIC-TR-009")
def test_the_first_question_has_the_streams_token_later_ones_that_of_the_item(
    screen: Screen,
) -> None:
    assert screen.request(None) is None
    first = screen.request("stream")
    assert first is not None
    assert (first.token, first.range) == ("stream", ItemRange(after=20))
    screen.show(info(token="item"))
    second = screen.request("stream")
    assert isinstance(second, RequestPlayerInfo)
    assert second.token == "item"


@pytest.mark.cic("CIC-TR-004")
def test_nothing_to_show_is_no_error(screen: Screen) -> None:
    screen.show(info(button("LIKE_DISLIKE", selected=True)))
    screen.show(RenderPlayerInfo(playable_items=()))
    assert screen.current is None
    assert screen.like is None
    screen.show(RenderPlayerInfo(playable_items=(PlayableItem(token="bare"),)))
    assert screen.current == PlayableItem(token="bare")
    assert screen.provider is None
    assert screen.like is None
    assert screen.press_more() is None


@pytest.mark.cic("CIC-TR-003")
def test_a_button_is_there_if_the_item_has_it_and_it_can_be_pressed(screen: Screen) -> None:
    screen.show(
        info(button("LIKE_DISLIKE", selected=True), button("SUBSCRIBE_UNSUBSCRIBE", enabled=False))
    )
    assert screen.like == Mark("a", on=True)
    assert screen.subscription is None
    assert screen.press_subscribe(on=True) is None


@pytest.mark.cic("CIC-TR-020")
def test_the_event_of_a_button_depends_on_what_is_shown(screen: Screen) -> None:
    assert screen.press_like(on=True) is None
    screen.show(info(button("LIKE_DISLIKE"), button("SUBSCRIBE_UNSUBSCRIBE", selected=True)))
    assert screen.press_like(on=True) == LikeCommandIssued(token="a")
    assert screen.press_like(on=False) is None
    assert screen.press_subscribe(on=False) == UnsubscribeCommandIssued(token="a")
    assert screen.press_subscribe(on=True) is None
    screen.update_like(UpdateLike(token="a", like=True))
    screen.update_subscription(UpdateSubscribe(token="a", subscribe=False))
    assert screen.press_like(on=False) == UnlikeCommandIssued(token="a")
    assert screen.press_subscribe(on=True) == SubscribeCommandIssued(token="a")


@pytest.mark.cic("CIC-TR-030", "CIC-TR-032")
def test_a_mark_changes_with_clovas_word_for_its_item_alone(screen: Screen) -> None:
    screen.show(info(button("LIKE_DISLIKE"), button("SUBSCRIBE_UNSUBSCRIBE")))
    screen.press_like(on=True)
    assert screen.like == Mark("a", on=False)
    for token in ("next", "unknown"):
        screen.update_like(UpdateLike(token=token, like=True))
        screen.update_subscription(UpdateSubscribe(token=token, subscribe=True))
    assert (screen.like, screen.subscription) == (Mark("a", on=False), Mark("a", on=False))
    screen.update_like(UpdateLike(token="a", like=True))
    screen.update_subscription(UpdateSubscribe(token="a", subscribe=True))
    assert (screen.like, screen.subscription) == (Mark("a", on=True), Mark("a", on=True))


@pytest.mark.cic("CIC-TR-006")
def test_who_provides_it_is_known_by_name(screen: Screen) -> None:
    screen.show(
        RenderPlayerInfo(
            playable_items=(), provider=Provider(name="Radio", logo_url="https://x.example/a.png")
        )
    )
    assert screen.provider == "Radio"
    screen.forget()
    assert screen.provider is None


def test_another_stream_knows_nothing_of_the_one_before(screen: Screen) -> None:
    screen.show(info(button("LIKE_DISLIKE")))
    screen.update_like(UpdateLike(token="a", like=True))
    screen.forget()
    assert screen.like is None
    screen.show(info(button("LIKE_DISLIKE")))
    assert screen.like == Mark("a", on=False)


@pytest.mark.cic("CIC-TR-022")
def test_more_of_the_item_that_plays(screen: Screen) -> None:
    screen.show(info(button("LIKE_DISLIKE"), button("MORE")))
    assert screen.press_more() == MoreCommandIssued(token="a")


@pytest.mark.cic("CIC-TR-042", "CIC-TR-043")
def test_lists_below_lists_stay_to_go_back_to(screen: Screen) -> None:
    screen.render(listed("a", "b"))
    for depth, place in enumerate(("one", "two", "three")):
        screen.open(place)
        screen.render(listed(f"entry-{depth}"))
        screen.close()
    assert screen.playlist == listed("a", "b")
    assert [screen.opened(place) for place in ("three", "two", "one", "zero")] == [
        listed("entry-2"),
        listed("entry-1"),
        listed("entry-0"),
        None,
    ]
    found = [screen.find(token) for token in ("b", "entry-1", "c")]
    assert [each and each.token for each in found] == ["b", "entry-1", None]


def test_a_list_that_was_not_asked_for_is_a_new_beginning(screen: Screen) -> None:
    assert screen.find("a") is None
    screen.open("one")
    screen.render(listed("inner"))
    screen.close()
    screen.render(listed("inner"))  # the same again: its handler came late
    assert screen.playlist is None
    screen.render(listed("other"))
    assert screen.playlist == listed("other")
    assert screen.opened("one") is None


def test_what_is_kept_is_bounded(screen: Screen) -> None:
    tokens = [str(number) for number in range(MAX_ITEMS + 1)]
    screen.show(RenderPlayerInfo(playable_items=tuple(PlayableItem(token=t) for t in tokens)))
    assert len(screen.items) == MAX_ITEMS
    for place in range(MAX_LISTS + 1):
        screen.open(str(place))
        screen.render(listed(*tokens, str(place)))
    assert screen.opened("0") is None
    kept = screen.opened(str(MAX_LISTS))
    assert kept is not None
    assert len(kept.items) == MAX_ITEMS
