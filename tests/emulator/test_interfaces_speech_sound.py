"""MP3 that is made without an encoder: silence and tones."""

import math

import pytest

from emulator.speech.mp3 import FRAME_SAMPLES, FRAME_SIZE, TONES, bytes_per_second, melody, silence

from .sound import RATE, level, samples, share_of


@pytest.mark.parametrize("seconds", [0.1, 1.0, 3.3])
def test_silence_is_silent_and_long_enough(seconds: float) -> None:
    heard = samples(silence(seconds))
    assert len(heard) / RATE >= seconds
    assert not any(heard)


def test_silence_is_a_frame_at_least() -> None:
    assert len(silence(0)) == FRAME_SIZE


@pytest.mark.parametrize(("index", "hertz"), [(0, 375), (1, 500), (2, 625)])
def test_a_tone_is_one_clear_tone(index: int, hertz: float) -> None:
    heard = samples(TONES[index] * 40)[4 * FRAME_SAMPLES :][: 24 * FRAME_SAMPLES]
    assert level(heard) > 2000
    assert share_of(heard, hertz) == pytest.approx(1.0, abs=0.01)


@pytest.mark.parametrize("seconds", [0.0, 0.5, 4.0])
@pytest.mark.parametrize("text", ["네", "What time is it?", "  ", ""])
def test_a_melody_is_as_long_as_the_sentence(text: str, seconds: float) -> None:
    heard = samples(melody(text, seconds))
    assert seconds <= len(heard) / RATE <= seconds + 0.2
    assert level(heard) > 1000


def test_another_sentence_sounds_different() -> None:
    assert melody("안녕하세요", 1) == melody("안녕하세요", 1)
    assert melody("안녕하세요", 1) != melody("고마워요", 1)


def test_how_fast_it_plays() -> None:
    assert bytes_per_second(silence(1)) == 1000
    assert bytes_per_second(melody("a", 1)) == 2000
    sound = melody("a", 10)
    assert math.isclose(len(sound) / 2000, len(samples(sound)) / RATE, abs_tol=0.1)


@pytest.mark.parametrize(
    ("head", "speed"),
    [
        (b"\xff\xfb\x90\x00", 16000),  # MPEG-1, 128 kbit/s
        (b"\xff\xfb\xf0\x00", None),  # no bit rate
        (b"\xff\xfb\x00\x00", None),  # any bit rate
        (b"\xff\xfd\x90\x00", None),  # layer II
        (b"\xff\x0b\x90\x00", None),
        (b"ID3\x04", None),
        (b"\xff\xfb", None),
        (b"", None),
    ],
)
def test_how_fast_other_sound_plays(head: bytes, speed: float | None) -> None:
    assert bytes_per_second(head) == speed
