"""The User-Agent grammar, and MP3 without an encoder."""

import pytest

from emulator.speech.mp3 import silence
from emulator.user_agent import is_user_agent

from .client import USER_AGENT

GOOD = [
    USER_AGENT,
    "A/B/1.2.3(C;D)",
    "A / B / 1.2.3 (C ; D ; e=f)",
    "A B/c.d_e-f/0.0.0-rc_1.2+3.x (Linux 6.1;rpi5;a=%20b;c=1)",
]
BAD = [
    "",
    "A/B/1.2 (C;D)",
    "A/B/1.2.3.4 (C;D)",
    "A/B/1.2.3+x-y (C;D)",
    "A/B/1.2.3-a-b (C;D)",
    "A/B/1.2.3 C;D",
    "A/B/1.2.3 (C)",
    "A/B/1.2.3 (C;D;e)",
    "A/B/1.2.3 (C;D;e=f g)",
    "A/B/1.2.3  (C;D)",
    "A /B/1.2.3 (C;D) ",
    " A/B/1.2.3 (C;D)",
    "A!/B/1.2.3 (C;D)",
    "A/B/C/1.2.3 (C;D)",
    "가/B/1.2.3 (C;D)",
    "A/B/١.2.3 (C;D)",
    "A/B/1.2.3 (C;D)\n",
    "A/B/1.2.3 (C;" + "D" * 1000 + ")",
]


@pytest.mark.parametrize("value", GOOD)
def test_good_values(value: str) -> None:
    assert is_user_agent(value)


@pytest.mark.parametrize("value", BAD)
def test_bad_values(value: str) -> None:
    assert not is_user_agent(value)


@pytest.mark.parametrize(("seconds", "frames"), [(0.0, 1), (0.024, 1), (0.025, 2), (2.4, 100)])
def test_silence_is_as_long_as_asked(seconds: float, frames: int) -> None:
    data = silence(seconds)
    assert len(data) == frames * 24
    assert all(data[at : at + 4] == b"\xff\xf3\x14\xc4" for at in range(0, len(data), 24))
