"""The protocol package knows nothing of Home Assistant and of the rings around it."""

import ast
from collections.abc import Iterator
from pathlib import Path
import subprocess
import sys

import pytest

import custom_components.clova_cic.cic

PACKAGE = Path(custom_components.clova_cic.cic.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
ALLOWED = sys.stdlib_module_names | {"h2", "mashumaro", "orjson"}

# Loads the package by its path, in a process that refuses Home Assistant and what it brings along.
PROGRAM = """
import asyncio, importlib.util, json, pkgutil, sys

class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in REFUSED:
            raise ImportError(f"{name} is out of reach")

REFUSED = {"homeassistant", "custom_components", "voluptuous", "aiohttp", "propcache", "probatio"}
sys.meta_path.insert(0, Refuse())
path = sys.argv[1]
spec = importlib.util.spec_from_file_location(
    "cic", f"{path}/__init__.py", submodule_search_locations=[path]
)
cic = importlib.util.module_from_spec(spec)
sys.modules["cic"] = cic
spec.loader.exec_module(cic)
for module in pkgutil.walk_packages([path], "cic."):
    importlib.import_module(module.name)

from datetime import UTC, datetime
from cic.interfaces.text_recognizer import recognize
from cic.event_body import encode_event
from cic.multipart import JsonPart, MultipartDecoder, boundary_of
from cic.response import ResponseReader
from cic.turn import Turn

class Sink:
    found = []
    directive = found.append
    response_begun = lambda self: None
    finished = lambda self, error: self.found.append(error)

async def main():
    event = recognize("hello")
    encoded = encode_event(event.encode())
    decoder = MultipartDecoder(boundary_of(encoded.content_type))
    (part,) = decoder.feed(encoded.head)
    request = json.loads(part.body)["event"]
    header = {**request["header"], "namespace": "Clova", "name": "RenderText"}
    answer = {"directive": {"header": header, "payload": request["payload"]}}
    sent = encode_event(json.dumps(answer).encode())
    reader = ResponseReader(Sink(), stage=cic.Stage.EVENT)
    reader.response_started(200, sent.content_type)
    reader.data_received(sent.head)
    reader.response_ended()
    directive, error = Sink.found
    turn = Turn("kitchen", cic.Timing())
    turn.begin(event.dialogue_id)
    turn.add(directive)
    turn.end(error)
    await turn.wait()
    print(turn.collected().text("en", datetime.now(UTC)))

asyncio.run(main())
print(sorted(REFUSED & {name.split(".")[0] for name in sys.modules}))
"""


def test_it_works_where_home_assistant_cannot_be_imported() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(PACKAGE)],
        capture_output=True,
        text=True,
        check=False,
        timeout=25,
        cwd=PACKAGE.root,
    )
    assert done.stderr == ""
    assert done.stdout.splitlines() == ["hello", "[]"]


def imports(module: Path) -> Iterator[tuple[int, str]]:
    """What a module imports: how many packages up, and the dotted name."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((0, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.level, node.module or ""


def name_of(module: Path) -> str:
    """The path of a module inside the package."""
    return module.relative_to(PACKAGE).as_posix()


def test_there_is_something_to_check() -> None:
    assert {"client.py", "interfaces/payload.py"} <= {name_of(module) for module in MODULES}


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_a_module_imports_only_the_standard_library_and_three_packages(module: Path) -> None:
    absolute = {name.split(".")[0] for level, name in imports(module) if level == 0}
    assert absolute <= ALLOWED


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_a_relative_import_stays_inside(module: Path) -> None:
    depth = len(module.relative_to(PACKAGE).parts)
    for level, name in imports(module):
        assert level <= depth
        if level:
            target = module.parents[level - 1] / name.replace(".", "/")
            assert target.with_suffix(".py") in MODULES or target / "__init__.py" in MODULES


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_nothing_is_imported_by_a_name_made_at_run_time(module: Path) -> None:
    assert not {name for _, name in imports(module)} & {"importlib", "runpy", "pkgutil"}
    assert "__import__" not in module.read_text(encoding="utf-8")
