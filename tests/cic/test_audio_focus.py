"""Which sound is heard, and what becomes of the others."""

from hypothesis import given, strategies as st
import pytest

from custom_components.clova_cic.cic.audio_focus import (
    MAX_WAITING,
    Act,
    AudioFocus,
    FocusEffect,
    SoundType,
)

ALERT, CONTENT, DIALOGUE = SoundType.ALERT, SoundType.CONTENT, SoundType.DIALOGUE
NOTIFICATION, FEEDBACK, EFFECT = SoundType.NOTIFICATION, SoundType.FEEDBACK, SoundType.EFFECT
TYPES = [ALERT, CONTENT, DIALOGUE, NOTIFICATION, FEEDBACK]


def said(effects: list[FocusEffect]) -> list[str]:
    """Effects as words: "duck music"."""
    return [f"{each.act.name.lower()} {each.sound}".strip() for each in effects]


class Room:
    """A focus whose effects are words."""

    def __init__(self) -> None:
        """Silence."""
        self.focus = AudioFocus()

    def request(self, sound: str, kind: SoundType, *, can_duck: bool = True) -> list[str]:
        return said(self.focus.request(sound, kind, can_duck=can_duck))

    def release(self, sound: str) -> list[str]:
        return said(self.focus.release(sound))

    def listen(self) -> list[str]:
        return said(self.focus.listen())

    def process(self) -> list[str]:
        return said(self.focus.process())

    def end_dialogue(self) -> list[str]:
        return said(self.focus.end_dialogue())

    def silence(self) -> list[str]:
        return said(self.focus.silence())


@pytest.fixture
def room() -> Room:
    """A room in which music plays."""
    found = Room()
    assert found.request("music", CONTENT) == ["play music"]
    return found


@pytest.mark.cic("CIC-PB-070", "CIC-PB-076")
@pytest.mark.parametrize("kind", [ALERT, DIALOGUE, NOTIFICATION, FEEDBACK])
def test_a_new_sound_lowers_the_one_that_plays(room: Room, kind: SoundType) -> None:
    assert room.focus.foreground == "music"
    assert room.request("new", kind) == ["duck music", "play new"]
    assert room.focus.foreground == "new"
    assert room.release("new") == ["restore music"]
    assert room.focus.foreground == "music"


@pytest.mark.cic("CIC-PB-076")
def test_what_cannot_be_lowered_is_paused() -> None:
    room = Room()
    room.request("music", CONTENT, can_duck=False)
    assert room.request("answer", DIALOGUE) == ["pause music", "play answer"]
    assert room.release("answer") == ["resume music"]


@pytest.mark.cic("CIC-PB-070")
def test_music_that_starts_lowers_an_alarm() -> None:
    room = Room()
    room.request("alarm", ALERT)
    assert room.request("music", CONTENT) == ["duck alarm", "play music"]


@pytest.mark.cic("CIC-PB-070")
def test_backgrounds_return_one_after_the_other(room: Room) -> None:
    assert room.request("alarm", ALERT) == ["duck music", "play alarm"]
    assert room.request("notice", NOTIFICATION) == ["duck alarm", "play notice"]
    assert room.release("music") == ["restore music"]
    room.request("answer", DIALOGUE)
    assert room.release("notice") == ["restore notice"]
    assert room.release("answer") == ["restore alarm"]


@pytest.mark.cic("CIC-PB-071")
@pytest.mark.parametrize("kind", [ALERT, CONTENT, DIALOGUE, FEEDBACK])
def test_a_new_sound_cancels_an_old_one_of_its_type(kind: SoundType) -> None:
    room = Room()
    room.request("old", kind)
    assert room.request("new", kind) == ["stop old", "play new"]
    assert room.release("old") == []


@pytest.mark.cic("CIC-PB-071")
def test_a_notification_waits_for_the_one_before(room: Room) -> None:
    room.request("one", NOTIFICATION)
    assert room.request("two", NOTIFICATION) == ["wait two"]
    assert room.request("three", NOTIFICATION) == ["wait three"]
    assert room.release("one") == ["play two"]
    assert room.release("three") == []
    assert room.release("two") == ["restore music"]


def test_only_so_many_sounds_wait() -> None:
    room = Room()
    room.request("first", NOTIFICATION)
    for number in range(MAX_WAITING):
        assert room.request(str(number), NOTIFICATION) == [f"wait {number}"]
    assert room.request("one more", NOTIFICATION) == ["refuse one more"]
    assert room.release("first") == ["play 0"]


def test_a_lowered_sound_that_is_cancelled_leaves_its_volume() -> None:
    room = Room()
    room.request("answer", DIALOGUE)
    room.request("alarm", ALERT)
    assert room.request("next", DIALOGUE) == [
        "stop answer",
        "restore answer",
        "duck alarm",
        "play next",
    ]


@pytest.mark.cic("CIC-PB-072")
def test_a_button_sounds_over_anything(room: Room) -> None:
    room.listen()
    assert room.request("click", EFFECT) == ["play click"]
    assert room.request("click", EFFECT) == ["play click"]
    assert room.release("click") == []


@pytest.mark.cic("CIC-PB-073")
@pytest.mark.parametrize("kind", [ALERT, NOTIFICATION])
def test_what_has_one_id_is_one_sound(room: Room, kind: SoundType) -> None:
    assert room.request("new", kind) == ["duck music", "play new"]
    assert room.request("new", kind) == []
    assert room.release("new") == ["restore music"]


def test_what_waits_is_not_asked_for_twice() -> None:
    room = Room()
    room.request("one", NOTIFICATION)
    room.request("two", NOTIFICATION)
    assert room.request("two", NOTIFICATION) == []
    assert room.release("one") == ["play two"]


@pytest.mark.cic("CIC-PB-074")
def test_from_the_wake_word_to_the_end_of_the_answer_music_is_behind(room: Room) -> None:
    assert room.listen() == ["duck music"]
    assert room.focus.foreground is None
    assert room.process() == []
    assert room.request("answer", DIALOGUE) == ["play answer"]
    assert room.release("answer") == []
    assert room.end_dialogue() == ["restore music"]


@pytest.mark.cic("CIC-PB-074")
@pytest.mark.parametrize("heard", [False, True])
def test_after_a_failed_request_music_is_what_it_was(room: Room, *, heard: bool) -> None:
    room.listen()
    if heard:
        room.process()
    assert room.end_dialogue() == ["restore music"]
    assert room.end_dialogue() == []


@pytest.mark.cic("CIC-PB-074")
def test_a_further_turn_of_the_dialogue_follows_the_same_rule(room: Room) -> None:
    room.listen()
    room.process()
    room.request("question", DIALOGUE)
    room.release("question")
    assert room.listen() == []
    assert room.process() == []
    assert room.request("answer", DIALOGUE) == ["play answer"]
    assert room.end_dialogue() == []
    assert room.release("answer") == ["restore music"]


@pytest.mark.cic("CIC-PB-071", "CIC-PB-074")
def test_the_wake_word_ends_an_answer(room: Room) -> None:
    room.request("answer", DIALOGUE)
    assert room.listen() == ["stop answer"]
    assert room.end_dialogue() == ["restore music"]


@pytest.mark.cic("CIC-PB-075")
@pytest.mark.parametrize("kind", [ALERT, DIALOGUE, CONTENT])
def test_what_must_sound_closes_the_microphone(kind: SoundType) -> None:
    room = Room()
    room.listen()
    assert room.request("new", kind) == ["cancel_input", "play new"]
    assert room.focus.foreground == "new"
    assert room.end_dialogue() == []


@pytest.mark.cic("CIC-PB-075")
@pytest.mark.parametrize("kind", [NOTIFICATION, FEEDBACK])
def test_what_may_sound_behind_does_so_while_the_user_speaks(kind: SoundType) -> None:
    room = Room()
    room.listen()
    assert room.request("new", kind) == ["duck new", "play new"]
    assert room.focus.foreground is None
    assert room.end_dialogue() == ["restore new"]


@pytest.mark.cic("CIC-PB-075")
@pytest.mark.parametrize("kind", [NOTIFICATION, FEEDBACK])
def test_what_could_sound_only_in_front_waits_for_the_user(kind: SoundType) -> None:
    room = Room()
    room.listen()
    assert room.request("new", kind, can_duck=False) == ["wait new"]
    assert room.process() == ["play new"]


@pytest.mark.cic("CIC-PB-078")
def test_music_that_is_to_start_during_an_answer_starts_after_it() -> None:
    room = Room()
    room.listen()
    room.process()
    assert room.request("music", CONTENT) == ["wait music"]
    assert room.request("answer", DIALOGUE) == ["play answer"]
    assert room.end_dialogue() == []
    assert room.release("answer") == ["play music"]


@pytest.mark.cic("CIC-PB-078")
def test_music_that_is_not_wanted_any_more_does_not_start() -> None:
    room = Room()
    room.request("answer", DIALOGUE)
    room.request("music", CONTENT)
    assert room.release("music") == []
    assert room.release("answer") == []


@pytest.mark.cic("CIC-PB-078")
@pytest.mark.parametrize("can_duck", [False, True])
def test_music_that_is_stopped_in_the_background_does_not_return(can_duck: bool) -> None:
    room = Room()
    room.request("music", CONTENT, can_duck=can_duck)
    room.request("answer", DIALOGUE)
    # the volume comes back, at once; the sound does not
    assert room.release("music") == (["restore music"] if can_duck else [])
    assert room.release("answer") == []


@pytest.mark.cic("CIC-PB-034")
def test_silence_comes_from_the_foreground_backwards(room: Room) -> None:
    room.request("alarm", ALERT)
    room.request("notice", NOTIFICATION)
    room.request("another", NOTIFICATION)
    assert room.silence() == [
        "stop notice",
        "stop alarm",
        "restore alarm",
        "stop music",
        "restore music",
    ]
    assert room.focus.foreground is None
    assert room.silence() == []


def test_silence_closes_the_microphone_too(room: Room) -> None:
    room.listen()
    assert room.silence() == ["cancel_input", "stop music", "restore music"]
    assert room.request("music", CONTENT) == ["play music"]


STEPS = st.one_of(
    st.tuples(st.just("request"), st.sampled_from("abcdef"), st.sampled_from(TYPES), st.booleans()),
    st.tuples(st.just("release"), st.sampled_from("abcdef")),
    st.tuples(st.sampled_from(["listen", "process", "end_dialogue", "silence"])),
)


@given(st.lists(STEPS, max_size=30))
def test_every_sound_ends_as_it_began(steps: list[tuple[object, ...]]) -> None:
    focus = AudioFocus()
    behind: set[str] = set()  # lowered or paused
    playing: set[str] = set()
    for name, *arguments in steps:
        if name == "request":
            sound, kind, can_duck = arguments
            effects = focus.request(sound, kind, can_duck=can_duck)  # type: ignore[arg-type] # drawn
        else:
            if name == "release":
                playing.discard(str(arguments[0]))
            effects = getattr(focus, str(name))(*arguments)
        for each in effects:
            match each.act:
                case Act.PLAY:
                    assert each.sound not in playing
                    playing.add(each.sound)
                case Act.STOP:
                    playing.remove(each.sound)
                case Act.DUCK | Act.PAUSE:
                    assert each.sound not in behind
                    behind.add(each.sound)
                case Act.RESTORE | Act.RESUME:
                    behind.remove(each.sound)
        behind &= playing
        front = focus.foreground
        assert playing - behind == ({front} if front is not None else set())
