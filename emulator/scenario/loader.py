"""A file to a scenario; what is not as docs/scenarios.md has it is an error with its line."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from .cloud_steps import CLOUD_STEPS
from .home_steps import HOME_STEPS
from .model import AnyStep, ExpectEvent, Scenario
from .names import namespaces
from .nodes import Fields, Node
from .values import unknown_names

DIRECTORY: Final = Path(__file__).parent.parent / "scenarios"
"""Where the scenarios are that come with the emulator, one for each interface."""

_KINDS: Final[dict[str, Callable[[Fields], AnyStep]]] = {**CLOUD_STEPS, **HOME_STEPS}


def find(name: str) -> Path:
    """The file of this name, or the scenario of this name that comes with the emulator."""
    path = Path(name)
    own = DIRECTORY / f"{name}.yaml"
    return own if not path.is_file() and own.is_file() else path


def all_files() -> list[Path]:
    """The scenarios that come with the emulator."""
    return sorted(DIRECTORY.glob("*.yaml"))


def load(file: Path) -> Scenario:
    """Read a file; raises ScenarioError, or OSError if it cannot be read."""
    fields = Fields(Node.of_file(file), "a scenario")
    title = fields.need("title").text("`title`")
    interface = _namespace(fields.need("interface"))
    needs = tuple(_namespace(each) for each in fields.need("needs").items("`needs`"))
    given = fields.take("given")
    steps = fields.need("steps")
    fields.done()
    return Scenario(
        file=file,
        title=title,
        interface=interface,
        needs=needs,
        given=()
        if given is None
        else tuple(each.text("a sentence of `given`") for each in given.items("`given`")),
        steps=_steps(steps),
    )


def _namespace(node: Node) -> str:
    name = node.text("an interface")
    if name not in namespaces():
        raise node.error(f"there is no interface {name}")
    return name


def _steps(node: Node) -> tuple[AnyStep, ...]:
    nodes = node.items("`steps`")
    if not nodes:
        raise node.error("`steps` is empty")
    known: frozenset[str] = frozenset()
    steps: list[AnyStep] = []
    for each in nodes:
        step = _step(each)
        for name in unknown_names(step, known):
            raise each.error(f"no step before this one captures {{{{ {name} }}}}")
        if isinstance(step, ExpectEvent):
            known |= step.capture.keys()
        steps.append(step)
    return tuple(steps)


def _step(node: Node) -> AnyStep:
    fields = Fields(node, "a step")
    kind = next(iter(fields), None)
    if kind not in _KINDS:
        raise node.error(f"a step begins with one of: {', '.join(_KINDS)}")
    step = _KINDS[kind](fields)
    fields.done()
    return step
