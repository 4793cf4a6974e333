"""Whatever CLOVA sends: Home Assistant stays up, and so does the connection.

Payloads by themselves are tried out in tests/cic/test_bad_payloads.py; here they take the whole way.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import batched
from random import Random

from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity import Entity
import orjson
import pytest

from custom_components.clova_cic.announcing import event_type_of
from custom_components.clova_cic.cic.disclosure import DEVICE, SECRET as SECRET_FIELDS
from custom_components.clova_cic.cic.interfaces.clova import HELLO
from emulator import Answer, Emulator, directive, samples
from tests.bad_home import Home, names_of
from tests.bad_input import (
    LONG,
    NAMES,
    SECRET,
    UNREADABLE,
    Sent,
    at_random,
    everywhere,
    judged,
    sent,
    with_depth,
    with_long_texts,
    with_new_fields,
    with_new_words,
    with_wrong_fields,
    without_an_object,
)
from tests.ha import ask, set_up, speech, trust, until_told
from tests.pushing import show_content

PARTS = 5  # of the directives: the log is told of at most so many kinds of misfits for one device
ONE = directive("Clova", "RenderText", {"text": "One."})
TWO = directive("Clova", "RenderText", {"text": "Two."})
QUIZ = sent("Clova.StartExtension", {"extension": "Quiz"}, fits=True)
UNKNOWN = sent("Nobody.Knows", {"text": SECRET}, fits=False)
TEMPLATES = [name for name in samples.VARIANTS if name.startswith("Clova.RenderTemplate:")]
MOST = 250  # parts of one answer; six more are allowed


@pytest.fixture
async def home(
    hass: HomeAssistant,
    emulator: Emulator,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> Home:
    """A device that is connected, with all its entities."""
    trust(emulator, monkeypatch)
    monkeypatch.setattr(Entity, "entity_registry_enabled_default", True)
    return Home.of(hass, emulator, await set_up(hass, emulator), caplog)


some_of_all = pytest.mark.parametrize("names", [NAMES[part::PARTS] for part in range(PARTS)])
hidden_and_shown = pytest.mark.parametrize("content", [False, True], ids=["hidden", "shown"])


@hidden_and_shown
async def test_every_directive_is_told_and_harms_nothing(home: Home, content: bool) -> None:
    show_content(home.hass, home.entry, shown=content)
    names = [*NAMES, *samples.VARIANTS]
    payloads = [samples.sample(name) for name in names]
    good = [
        sent(name.partition(":")[0], payload, fits=True)
        for name, payload in zip(names, payloads, strict=True)
    ]
    await home.push_all(good)
    assert Counter(event_type_of(each.name) for each in good) <= Counter(home.event_types)
    for each, payload in zip(good, payloads, strict=True):
        told = [
            event.data["payload"].keys()
            for event, (name, _) in zip(home.told, names_of(home.told), strict=True)
            if name == each.name
        ]
        fit = payload.keys() - SECRET_FIELDS
        fit |= {DEVICE} if "deviceId" in payload else set()
        assert any(keys == fit if content else keys <= fit for keys in told)
    home.check_log([])
    await home.check_alive()


@some_of_all
@hidden_and_shown
async def test_a_payload_may_be_empty_absent_or_no_object(
    home: Home, names: list[str], content: bool
) -> None:
    show_content(home.hass, home.entry, shown=content)
    bad = [each for name in names for each in without_an_object(name)]
    await home.push_all(bad * 2)
    home.check_log(bad)
    home.check_shown(content=False)
    await home.check_alive()


@some_of_all
@pytest.mark.parametrize(
    "kind", [with_wrong_fields, with_depth, with_new_fields], ids=lambda kind: kind.__name__
)
@hidden_and_shown
async def test_what_does_not_fit_costs_nothing_but_itself(
    home: Home, names: list[str], kind: Callable[[str], Iterator[Sent]], content: bool
) -> None:
    show_content(home.hass, home.entry, shown=content)
    bad = [each for name in names for each in kind(name)]
    await home.push_all(bad)
    home.check_log(bad)
    home.check_shown(content=content)
    await home.check_alive()


@some_of_all
async def test_payloads_that_nobody_thought_of(home: Home, names: list[str]) -> None:
    random = Random(74)  # the same ones each time
    bad = [each for name in names for each in at_random(name, random, 12)]
    assert {each.fits for each in bad} == {True, False}
    await home.push_all(bad)
    home.check_log(bad)
    home.check_shown(content=False)
    await home.check_alive()


async def test_a_word_that_nobody_knows_is_no_misfit(home: Home) -> None:
    await home.push_all([each for name in NAMES for each in with_new_words(name)])
    home.check_log([])
    home.check_shown(content=False)
    await home.check_alive()


@hidden_and_shown
async def test_a_text_of_a_mebibyte_is_a_text(home: Home, content: bool) -> None:
    show_content(home.hass, home.entry, shown=content)
    await home.push_all([each for name in NAMES for each in with_long_texts(name)], batch=6)
    home.check_log([])
    home.check_shown(content=content)
    await home.check_alive()


@pytest.mark.cic("CIC-T-060", "CIC-CL-003")
async def test_what_is_no_directive_is_left_out_alone(home: Home) -> None:
    bad = [part for parts in UNREADABLE.values() for part in parts]
    for part in bad * 2:
        before = len(home.told)
        home.push(QUIZ, part, UNKNOWN, QUIZ)
        await home.until_told([QUIZ, UNKNOWN, QUIZ], before)
    home.check_log([UNKNOWN], unreadable=UNREADABLE)
    await home.check_alive({"malformed": 2 * len(bad)})


@some_of_all
@pytest.mark.cic("CIC-T-060", "CIC-CL-003")
async def test_good_parts_of_an_answer_count_beside_bad_ones(home: Home, names: list[str]) -> None:
    kinds = (without_an_object, with_wrong_fields)
    tried = [each for name in [HELLO, *names] for kind in kinds for each in kind(name)]
    misfits = [UNKNOWN, *(each for each in tried if not each.fits)]
    broken = [part for parts in UNREADABLE.values() for part in parts]
    answers = 0
    for some in batched(misfits, MOST - len(broken), strict=False):
        before = len(home.told)
        # The emulator gives the dialogue's id to what it writes itself; it may be left out, too.
        named, nameless = [orjson.loads(each.body) for each in some[::2]], some[1::2]
        good = Answer([*named, ONE, *(each.part for each in nameless), QUIZ.part, *broken, TWO])
        for each in nameless:
            home.note(each)
        home.emulator.answer_next(good)
        assert speech(await ask(home.hass, "What is new?")) == "One.\nTwo."
        await until_told(home.hass, home.told, before + len(some) + 3)
        expected = [("Clova.RenderText", True), (QUIZ.name, True), ("Clova.RenderText", True)]
        expected += [(each.name, False) for each in some]
        assert Counter(names_of(home.told[before:])) == Counter(expected)
        answers += 1
    home.check_log(misfits, unreadable=UNREADABLE)
    home.check_shown(content=False)
    await home.check_alive({"malformed": answers * len(broken)})


@pytest.mark.parametrize("names", [TEMPLATES[part::PARTS] for part in range(PARTS)])
async def test_a_bad_template_keeps_no_other_from_being_read(home: Home, names: list[str]) -> None:
    good = directive("Clova", "RenderTemplate", samples.sample("Clova.RenderTemplate"))
    home.emulator.answer_next(Answer([good]))
    expected = speech(await ask(home.hass, "Show me."))
    payloads = [each for name in names for each in everywhere(samples.sample(name))]
    bad = [judged("Clova.RenderTemplate", payload) for payload in payloads]
    for some in batched(bad, MOST, strict=False):
        home.emulator.answer_next(Answer([*(each.part for each in some), good]))
        answer = speech(await ask(home.hass, "Show me."))
        assert answer == expected or answer.endswith("\n" + expected)
    home.check_log(bad)
    await home.check_alive()


async def test_an_answer_of_a_mebibyte_is_an_answer(home: Home) -> None:
    home.emulator.answer_next(Answer([directive("Clova", "RenderText", {"text": LONG})]))
    assert speech(await ask(home.hass, "Tell me everything.")) == LONG
    await home.check_alive()


async def test_hello_may_look_as_it_likes(home: Home) -> None:
    hellos = [*without_an_object(HELLO), *with_new_fields(HELLO)]
    home.push(*hellos, QUIZ)
    await home.until_told([QUIZ], 0)
    home.check_log([])
    await home.check_alive()


async def test_what_answers_a_device_may_be_bad_too(home: Home) -> None:
    bad = [each for each in with_wrong_fields("Clova.StartExtension") if not each.fits]
    broken = [part for parts in UNREADABLE.values() for part in parts]
    home.emulator.delegate([*(each.part for each in bad), *broken, QUIZ.part])
    await home.until_told([sent("Clova.HandleDelegatedEvent", {}, fits=True), *bad, QUIZ], 0)
    home.check_log(bad, unreadable=UNREADABLE)
    home.check_shown(content=False)
    await home.check_alive({"malformed": len(broken)})
