"""The adapter for pocketsphinx, with another module of that name."""

import asyncio
from collections.abc import Iterator
import io
import json
from pathlib import Path
import runpy
import struct
import sys

import pytest

from emulator import cli
from emulator.assistant import Assistant
from emulator.assistant.situation import Ability, Situation
from emulator.speech import sphinx
from emulator.speech.recognition import RecognitionError
from emulator.speech.sentences import SENTENCES, SLOTS, grammar
from emulator.speech.sphinx import PROGRAM, Sphinx, recogniser

from .conftest import NOW

STAND_IN = '''
"""Hears how long the sound is, and the first sentence of its grammar."""


class Found:
    def __init__(self, hypstr):
        self.hypstr = hypstr


class Decoder:
    def __init__(self, *, lm, loglevel, **settings):
        assert lm is None

    def add_jsgf_string(self, name, grammar):
        self.grammars = {name: grammar}

    def activate_search(self, name):
        self.grammar = self.grammars[name]

    def start_utt(self):
        self.sound = b""

    def process_raw(self, data, no_search=False, full_utt=False):
        self.sound += data

    def end_utt(self):
        self.over = True

    def hyp(self):
        assert self.over
        if not self.sound:
            return None
        if len(self.sound) == 2:
            raise RuntimeError
        first = self.grammar.partition("<sentence> = ")[2].partition(" | ")[0]
        return Found(f"{first} {len(self.sound)}")
'''


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A module of that name, here and in the processes that are started."""
    (tmp_path / "pocketsphinx.py").write_text(STAND_IN)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.syspath_prepend(tmp_path)
    yield
    sys.modules.pop("pocketsphinx", None)


async def words(ear: Sphinx, sound: bytes) -> str:
    speech: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
    speech.set_result(sound)
    async with asyncio.timeout(20):
        return await ear.words(speech)


@pytest.mark.parametrize(
    ("sound", "heard"),
    [(bytes(6400), f"{SENTENCES[0]} 6400"), (bytes(3201), "hello 3200"), (b"", "")],
)
async def test_a_process_hears(stand_in: None, sound: bytes, heard: str) -> None:
    assert await words(Sphinx(), sound) == heard


async def test_a_process_that_fails(stand_in: None) -> None:
    with pytest.raises(RecognitionError, match="ended with status 1"):
        await words(Sphinx(), b"..")


async def test_a_process_that_is_none() -> None:
    with pytest.raises(RecognitionError, match="cannot be started"):
        await words(Sphinx(("/nowhere/python",)), b"..")


async def test_a_process_ends_with_whoever_waits() -> None:
    """It would sleep for a minute."""
    ear = Sphinx((sys.executable, "-c", "import time; time.sleep(60)"))
    speech: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
    hearing = asyncio.create_task(ear.words(speech))
    done, _ = await asyncio.wait([hearing], timeout=0.2)
    assert not done
    hearing.cancel()
    done, _ = await asyncio.wait([hearing], timeout=10)
    assert hearing.cancelled()


def test_the_program_lays_a_hiss_over_the_sound(
    stand_in: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    samples = struct.pack("<4h", 0, 32767, -32768, 1000) * 100
    hissing = runpy.run_path(PROGRAM[-1])["_with_noise"]
    noisy = struct.unpack("<400h", hissing(samples))
    assert len(set(noisy[::4])) > 50
    assert max(map(abs, noisy[::4])) <= 64
    assert all(32767 - 64 <= each <= 32767 for each in noisy[1::4])
    assert all(-32768 <= each <= -32768 + 64 for each in noisy[2::4])
    assert hissing(samples) == hissing(samples)
    source, target = io.BytesIO(json.dumps(grammar()).encode() + b"\n" + samples), io.BytesIO()
    runpy.run_path(PROGRAM[-1])["main"](source, target)
    assert target.getvalue() == b"hello 800"


def test_there_is_one_where_pocketsphinx_is(stand_in: None) -> None:
    assert isinstance(recogniser("auto"), Sphinx)
    assert isinstance(recogniser("yes"), Sphinx)
    assert recogniser("no") is None


def test_there_is_none_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sphinx, "find_spec", lambda name: None)
    assert recogniser("auto") is None
    assert recogniser("no") is None
    with pytest.raises(OSError, match="needs pocketsphinx"):
        recogniser("yes")


def filled(sentence: str, choice: int) -> str:
    """The sentence, each slot in it being one of its choices."""
    while "<" in sentence:
        before, _, rest = sentence.partition("<")
        name, _, after = rest.partition(">")
        choices = SLOTS[name].replace("[", "").replace("]", "").split(" | ")
        sentence = before + choices[choice % len(choices)].strip() + after
    return sentence


@pytest.mark.parametrize("sentence", SENTENCES)
def test_the_assistant_understands_every_sentence(sentence: str) -> None:
    situation = Situation(abilities=frozenset(Ability))
    for choice in range(max(len(choices.split(" | ")) for choices in SLOTS.values())):
        assistant = Assistant(lambda: NOW)
        said = filled(sentence, choice)
        if sentence == "<number> <unit>":
            assistant.answer("set a timer", user=1, dialogue_id="d", situation=situation)
        reply = assistant.answer(said, user=1, dialogue_id="d", situation=situation)
        for failure in ("did not understand", "no weather", "How many minutes"):
            assert failure not in reply.text, said


@pytest.mark.parametrize("wanted", ["auto", "yes", "no"])
def test_the_command_line_chooses(stand_in: None, wanted: str) -> None:
    config = cli.config_of(cli._parser().parse_args(["--recognise", wanted]))
    assert isinstance(config.recogniser, Sphinx) is (wanted != "no")
