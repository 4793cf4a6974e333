"""The sample payloads, against the catalogue of the protocol."""

from collections.abc import Iterator, Mapping
import json
from pathlib import Path
import re
from typing import Any, Final

import pytest

from emulator.samples import LEGACY, NAMES, VARIANTS, attachments, sample

CATALOG: Final[dict[str, Any]] = json.loads(
    (Path(__file__).parents[2] / "docs/protocol/catalog.json").read_text(encoding="utf-8")
)
DIRECTIVES: Final = {
    f"{each['namespace']}.{each['name']}": each
    for each in CATALOG["messages"]
    if each["kind"] == "directive"
}
TEMPLATES: Final = {each["type"]: each["payload"] for each in CATALOG["templates"]["types"]}
COMMON: Final = CATALOG["templates"]["common"]
OBJECTS: Final = {each["name"]: each["payload"] for each in CATALOG["objects"]}

LEFT_OUT: Final = {("SpeechSynthesizer.Speak", "contentType")}
"""Stands for HLS, which excludes an attachment; the variant `hls` has it."""
DATE_TIME: Final = re.compile(r"2\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)")


def values_at(payload: Any, path: str) -> list[Any]:
    """Every value that a catalogue path leads to in a payload."""
    found = [payload]
    for step in path.split("."):
        name = step.removesuffix("[]")
        found = [each[name] for each in found if isinstance(each, Mapping) and name in each]
        if step.endswith("[]"):
            assert all(isinstance(each, list) for each in found), path
            found = [item for each in found for item in each]
    return found


def has_type(value: Any, kind: str) -> bool:
    """Whether a value is of one of the catalogue's types; `[]` has been looked into already."""
    if " | " in kind:
        return any(has_type(value, each) for each in kind.split(" | "))
    kind = kind.removesuffix(" array")
    simple = {"string": str, "boolean": bool, "object": dict, "Device.DeviceState object": dict}
    if kind in simple:
        return isinstance(value, simple[kind])
    if kind == "number":
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    if not isinstance(value, dict):
        return False
    rows = {row["path"]: row for row in OBJECTS[kind]}
    if "value" not in rows or "type" not in rows:
        return True  # its members have rows of their own
    if value["type"] not in rows["type"]["values"] or value.keys() != {"type", "value"}:
        return False
    return value["value"] is None or has_type(value["value"], rows["value"]["type"])


def scalars(values: list[Any]) -> Iterator[Any]:
    for value in values:
        yield value["value"] if isinstance(value, dict) and "value" in value else value


def nullable(name: str, path: str) -> bool:
    """What the reference lets be null."""
    return "progressReport." in path or path.startswith("playableItems[].lyrics[]")


def check(name: str, payload: Any, rows: list[dict[str, Any]], *, complete: bool = True) -> None:
    for row in rows:
        path = row["path"]
        found = values_at(payload, path)
        if complete and (name, path) not in LEFT_OUT:
            assert found, f"{name} lacks {path}"
        for value in found:
            if value is None and nullable(name, path):
                continue
            assert has_type(value, row["type"]), f"{name}: {path} is {value!r}"
        if "values" in row and not row.get("open"):
            assert set(scalars(found)) <= set(row["values"]), f"{name}: {path}"


def test_every_directive_has_a_sample() -> None:
    assert set(NAMES) == set(DIRECTIVES)
    assert len(NAMES) == 74 + 27
    assert {name for name in NAMES if DIRECTIVES[name]["edition"] != "2022"} == LEGACY


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_is_complete_and_correct(name: str) -> None:
    entry = DIRECTIVES[name]
    payload = sample(name)
    check(name, payload, entry["payload"])
    if not entry.get("open"):
        known = {row["path"].split(".")[0].removesuffix("[]") for row in entry["payload"]}
        assert payload.keys() == known - {path for each, path in LEFT_OUT if each == name}


def test_every_template_has_a_sample() -> None:
    prefix = "Clova.RenderTemplate:"
    shown = {name.removeprefix(prefix) for name in VARIANTS if name.startswith(prefix)}
    assert shown == set(TEMPLATES)
    assert len(shown) == 23


@pytest.mark.parametrize("kind", TEMPLATES)
def test_a_template_is_complete_and_correct(kind: str) -> None:
    payload = sample(f"Clova.RenderTemplate:{kind}")
    check(kind, payload, TEMPLATES[kind])
    check(kind, payload, COMMON)
    known = {row["path"].split(".")[0].removesuffix("[]") for row in (*TEMPLATES[kind], *COMMON)}
    assert payload.keys() == known


@pytest.mark.parametrize("name", VARIANTS)
def test_a_variant_is_correct(name: str) -> None:
    qualified, _, form = name.partition(":")
    assert form
    payload = sample(name)
    if qualified == "Clova.RenderTemplate":
        return
    check(name, payload, DIRECTIVES[qualified]["payload"], complete=False)
    if name != "Clova.ExpectLogin:client" and "offline" not in name and "absent" not in name:
        top = {
            row["path"] for row in DIRECTIVES[qualified]["payload"] if row["required"] == "always"
        }
        assert {path for path in top if "." not in path and "[]" not in path} <= payload.keys()


@pytest.mark.parametrize(
    "name", [name for name, entry in DIRECTIVES.items() if entry.get("variants")]
)
def test_every_form_of_a_payload_has_a_sample(name: str) -> None:
    forms = [name, *(each for each in VARIANTS if each.startswith(f"{name}:"))]
    assert sorted(sorted(sample(form)) for form in forms) == sorted(
        sorted(keys) for keys in DIRECTIVES[name]["variants"]
    )


def strings(value: Any) -> Iterator[tuple[str, str]]:
    """(key, text) of every text in a payload."""
    if isinstance(value, Mapping):
        for key, each in value.items():
            if isinstance(each, str):
                yield str(key), each
            else:
                yield from strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings({"": each})


@pytest.mark.parametrize("name", [*NAMES, *VARIANTS])
def test_addresses_and_times_are_made_up_and_well_formed(name: str) -> None:
    for key, value in strings(sample(name)):
        if value.startswith("http"):
            assert re.match(r"https://[a-z]+\.example\.com/", value), value
        if key in {"scheduledTime", "timestamp", "bindTime"}:
            assert DATE_TIME.fullmatch(value), value


def test_play_order_names_assets() -> None:
    for name in ("Alerts.SetAlert", "Notifier.Notify", "Notifier.SetIndicator"):
        payload = sample(name)
        assert set(payload["assetPlayOrder"]) <= {each["assetId"] for each in payload["assets"]}


def test_a_sample_is_a_copy() -> None:
    first = sample("Clova.LaunchURI")
    first["targets"].clear()
    assert sample("Clova.LaunchURI")["targets"]


def test_no_sample() -> None:
    with pytest.raises(KeyError):
        sample("Clova.Nothing")


def test_attachments_of_a_payload() -> None:
    (attachment,) = attachments(sample("SpeechSynthesizer.Speak"))
    assert sample("SpeechSynthesizer.Speak")["url"] == f"cid:{attachment.content_id}"
    assert attachment.data.startswith(b"\xff\xf3")
    payload = {"a": [{"url": "cid:1"}, "cid:2", "cid:1"], "b": 3}
    assert [each.content_id for each in attachments(payload)] == ["1", "2"]
    assert attachments(sample("SpeechSynthesizer.Speak:hls")) == []
