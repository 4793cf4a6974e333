"""Playing scenarios on an emulator, with a client of the tests' own."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from emulator import Emulator
from emulator.scenario import CloudStage, Player, StepError, Verdict, load, player as player_module
from emulator.scenario.model import AnyStep, HomeStep, Say
from emulator.scenario.player import play_for_person
from emulator.scenario.telling import tell

from .client import Client, Response, event, text_event
from .conftest import ClientFactory, EmulatorFactory

HEAD = "title: A try\ninterface: Clova\nneeds: [Clova]\nsteps:\n"
Play = Callable[..., Coroutine[Any, Any, Verdict]]
Begin = Callable[..., Coroutine[Any, Any, asyncio.Task[Verdict]]]


class FakeHome:
    """A home in which the steps of a list fail."""

    def __init__(self, *failing: type) -> None:
        self.given: list[str] = []
        self.taken: list[Any] = []
        self._failing = failing

    async def prepare(self, given: Sequence[str]) -> Mapping[str, str]:
        self.given += given
        return {"device": "device-1"}

    async def take(self, step: HomeStep) -> None:
        if isinstance(step, self._failing):
            raise StepError("it is not so")
        self.taken.append(step)


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def play(cloud: Emulator, tmp_path: Path, said: list[str]) -> Play:
    """Play steps; gives the verdict."""

    async def run(steps: str, home: FakeHome | None = None, *, head: str = HEAD) -> Verdict:
        file = tmp_path / "try.yaml"
        file.write_text(head + steps)
        return await Player(CloudStage(cloud), home, say=said.append).play(load(file))

    return run


@pytest.fixture
def begin(play: Play, monkeypatch: pytest.MonkeyPatch) -> Begin:
    """Play steps in a task; returns when the player waits for something for the first time."""

    async def run(steps: str, home: FakeHome | None = None) -> asyncio.Task[Verdict]:
        begun = asyncio.Event()

        def telling(step: AnyStep) -> str:
            begun.set()
            return tell(step)

        monkeypatch.setattr(player_module, "tell", telling)
        playing = asyncio.create_task(play(steps, home))
        playing.add_done_callback(lambda _: begun.set())
        await begun.wait()
        return playing

    return run


async def test_a_push_arrives(play: Play, channel: Response, said: list[str]) -> None:
    verdict = await play("  - push: Clova.RenderText\n    payload: {text: Hi}\n")

    assert verdict == Verdict(None, taken=1, looks=0)
    _, pushed = await channel.pushed(2)
    assert pushed["directive"]["payload"] == {"text": "Hi"}
    assert "dialogRequestId" not in pushed["directive"]["header"]
    assert said == ["Scenario: A try", "    5  push Clova.RenderText", "Passed: 1 steps."]


async def test_a_push_brings_its_sounds(play: Play, channel: Response) -> None:
    verdict = await play("  - push: SpeechSynthesizer.Speak\n    overrides: {url: 'cid:mine'}\n")

    assert verdict.passed
    await channel.until(lambda it: b"Content-ID: mine" in it.body)


async def test_nobody_to_push_to(
    play: Play, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(player_module, "CONNECTION_LIMIT", 0.05)

    verdict = await play("  - push: Clova.Help\n")

    assert verdict.failure == "try.yaml:5: no client is connected"


async def test_a_client_that_comes_late(play: Play, client: Client) -> None:
    playing = asyncio.create_task(play("  - push: Clova.Help\n"))
    channel = await client.open_channel()

    assert (await playing).passed
    await channel.pushed(2)


async def test_an_answer_and_the_event_that_asks_for_it(
    begin: Begin, client: Client, channel: Response
) -> None:
    playing = await begin(
        "  - answer:\n      - directive: Clova.RenderText\n        payload: {text: Blue}\n"
        "    to: TextRecognizer.Recognize\n"
        "  - push: Clova.Help\n"
        "  - expect_event: TextRecognizer.Recognize\n    payload: {text: 'Which colour?'}\n"
    )
    response = await client.ask("Which colour?")

    assert response.directives == {"RenderText": {"text": "Blue"}}
    assert (await playing).passed


async def test_a_fault(begin: Begin, client: Client, channel: Response) -> None:
    playing = await begin(
        "  - fault: event_status\n    status: 500\n  - expect_event: TextRecognizer.Recognize\n"
    )
    response = await client.ask("hello")

    assert response.status == 500
    assert (await playing).passed


async def test_each_event_serves_one_step(begin: Begin, client: Client, channel: Response) -> None:
    await client.ask("before")  # nothing that came before counts
    playing = await begin(
        "  - expect_event: TextRecognizer.Recognize\n    payload: {text: second}\n"
        "  - expect_event: TextRecognizer.Recognize\n"
        "  - expect_no_event: TextRecognizer.Recognize\n"
    )
    await client.ask("first")
    await client.ask("second")

    assert (await playing).passed


@pytest.mark.parametrize(
    ("steps", "why"),
    [
        ("TextRecognizer.Recognize\n    payload: {text: b}", "payload.text is 'a', not 'b'"),
        (
            "TextRecognizer.Recognize\n    context: {Clova.Location: {latitude: '1'}}",
            "context has no `Clova.Location`",
        ),
        ("Alerts.AlertStarted", "there came TextRecognizer.Recognize"),
    ],
)
async def test_an_event_that_does_not_come(
    begin: Begin, client: Client, channel: Response, steps: str, why: str
) -> None:
    playing = await begin(f"  - expect_event: {steps}\n    within: 0.3\n")
    await client.ask("a")

    name = steps.partition("\n")[0]
    assert (await playing).failure == f"try.yaml:5: {name} did not come within 0.3 s: {why}"


async def test_nothing_comes(play: Play, channel: Response, said: list[str]) -> None:
    verdict = await play(
        "  - expect_event: Alerts.AlertStarted\n    within: 0\n  - push: Clova.Help\n"
    )

    reason = "try.yaml:5: Alerts.AlertStarted did not come within 0 s: nothing came"
    assert verdict == Verdict(reason, taken=0, looks=0)
    assert said[-1] == f"FAILED: {reason}"


async def test_an_event_that_must_not_come(begin: Begin, client: Client, channel: Response) -> None:
    playing = await begin(
        "  - expect_event: TextRecognizer.Recognize\n    payload: {text: last}\n"
        "  - expect_no_event: TextRecognizer.Recognize\n    payload: {text: other}\n"
        "  - expect_no_event: TextRecognizer.Recognize\n    payload: {text: first}\n"
    )
    await client.ask("first")
    await client.ask("last")

    assert (await playing).failure == "try.yaml:9: TextRecognizer.Recognize has come"


async def test_context_and_captured_values(
    begin: Begin, cloud: Emulator, client: Client, channel: Response
) -> None:
    message = event("Settings.Report", {"configuration": {"volume": "7"}})
    display = {"header": {"namespace": "Device", "name": "Display"}, "payload": {"size": "none"}}
    message["context"] = [display]
    home = FakeHome()
    playing = await begin(
        "  - expect_event: Settings.Report\n    context: {Device.Display: {size: none}}\n"
        "    capture: {level: configuration.volume, all: configuration}\n"
        "  - say: 'volume {{ level }} of {{ device }} at {{ cloud }} and {{ media }}'\n"
        "  - push: Settings.Update\n    payload: {configuration: '{{ all }}'}\n",
        home,
    )
    await client.send(message)

    assert (await playing).passed
    media = cloud.media_url
    assert home.taken[0].text == f"volume 7 of device-1 at {cloud.base_url} and {media}"
    _, pushed = await channel.pushed(2)
    assert pushed["directive"]["payload"] == {"configuration": {"volume": "7"}}


async def test_a_value_that_is_not_there(begin: Begin, client: Client, channel: Response) -> None:
    playing = await begin(
        "  - expect_event: TextRecognizer.Recognize\n    capture: {x: text.length}\n"
    )
    await client.send(text_event("a"))

    assert (await playing).failure == "try.yaml:5: the payload has no `text.length`"


async def test_times_count_from_the_start(play: Play, channel: Response) -> None:
    before = datetime.now().astimezone().replace(microsecond=0)
    verdict = await play(
        "  - push: Alerts.SetAlert:TIMER\n    overrides: {scheduledTime: '{{ start+90 }}'}\n"
    )

    assert verdict.passed
    _, pushed = await channel.pushed(2)
    time = datetime.fromisoformat(pushed["directive"]["payload"]["scheduledTime"])
    assert 90 <= (time - before).total_seconds() <= 100


async def test_a_home_takes_the_steps_of_home_assistant(play: Play, channel: Response) -> None:
    home = FakeHome()
    verdict = await play(
        "  - say: hi\n",
        home,
        head=HEAD.replace("steps", "given: [a speaker is there]\nsteps"),
    )

    assert verdict == Verdict(None, taken=1, looks=0)
    assert home.given == ["a speaker is there"]
    assert home.taken == [Say(line=6, text="hi")]


async def test_a_home_in_which_it_is_not_so(play: Play, channel: Response) -> None:
    verdict = await play("  - push: Clova.Help\n  - say: hi\n  - push: Clova.Help\n", FakeHome(Say))

    assert verdict == Verdict("try.yaml:6: it is not so", taken=1, looks=0)


async def test_without_a_home_a_person_is_told_where_to_look(
    play: Play, channel: Response, said: list[str]
) -> None:
    verdict = await play(
        "  - push: Clova.Help\n  - expect_notification: What you can say\n",
        head=HEAD.replace("steps", "given: [a speaker is there]\nsteps"),
    )

    assert verdict == Verdict(None, taken=1, looks=1)
    assert said == [
        "Scenario: A try",
        "       given: a speaker is there",
        "    6  push Clova.Help",
        "    7  look: a notification says “What you can say”",
        "Passed: 1 steps, 1 to look at.",
    ]


async def test_a_person_has_more_time(begin: Begin, client: Client, channel: Response) -> None:
    playing = await begin(
        "  - say: hello\n  - expect_event: TextRecognizer.Recognize\n    within: 0\n"
    )
    await client.ask("hello")

    assert (await playing).passed


async def test_a_device_that_only_a_home_knows(play: Play, channel: Response) -> None:
    verdict = await play("  - push: Clova.RenderText\n    payload: {text: '{{ device }}'}\n")

    assert verdict.failure == "try.yaml:5: nothing has told what {{ device }} is"


async def test_what_did_not_come_to_pass(play: Play, cloud: Emulator, channel: Response) -> None:
    verdict = await play(
        "  - fault: reset\n  - fault: silence\n    times: null\n  - answer: []\n    to: Memo.Get\n"
    )

    assert verdict.failure == "the fault reset did not happen; 1 answers were not asked for"
    assert cloud.pending_faults() == ()


async def test_it_waits_for_a_client(
    cloud: Emulator, client: Client, tmp_path: Path, said: list[str]
) -> None:
    file = tmp_path / "try.yaml"
    file.write_text(HEAD + "  - push: Clova.Help\n")
    playing = asyncio.create_task(play_for_person(cloud, load(file), said.append))
    channel = await client.open_channel()

    assert (await playing).passed
    await channel.pushed(2)
    assert said[0] == f"Waiting for a client to connect to {cloud.base_url}"


async def test_what_will_be_understood(play: Play, cloud: Emulator, channel: Response) -> None:
    assert (await play("  - transcript: hello\n")).passed
    assert cloud.transcripts_pending == ["hello"]


@pytest.mark.parametrize("context", [None, 5, [5], [{"header": 5}], [{}]])
async def test_a_context_of_any_form_is_only_not_as_expected(
    make_emulator: EmulatorFactory, connect: ClientFactory, tmp_path: Path, context: Any
) -> None:
    cloud = await make_emulator(strict=False)
    client = await connect(cloud)
    await client.open_channel()
    file = tmp_path / "try.yaml"
    file.write_text(
        f"{HEAD}  - expect_event: DeviceControl.ReportState\n"
        "    context: {Device.Display: {size: none}}\n    within: 5\n"
    )
    begun = asyncio.Event()
    player = Player(CloudStage(cloud), say=lambda _: begun.set())
    playing = asyncio.create_task(player.play(load(file)))
    await begun.wait()
    message = event("DeviceControl.ReportState")
    await client.send(message | {"context": context})
    await client.send(event("DeviceControl.ReportState"))
    assert (await playing).passed
