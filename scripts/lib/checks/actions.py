"""services.yaml, triggers.yaml and conditions.yaml: every entry has texts and an icon, and the other way round."""

from collections.abc import Iterator
from pathlib import Path
import re
from typing import Any

from .documents import DocumentError, leaves, read_mapping
from .finding import INTEGRATION, Finding

KINDS = {"services": "service", "triggers": "trigger", "conditions": "condition"}
ICONS = INTEGRATION / "icons.json"
ENGLISH = INTEGRATION / "translations" / "en.json"
ICON = re.compile(r"mdi:[a-z0-9-]+")


def check(root: Path) -> Iterator[Finding]:
    """Findings in the descriptions of actions, triggers and conditions, and in icons.json."""
    try:
        icons, texts = read_mapping(root, ICONS), read_mapping(root, ENGLISH)
    except DocumentError as error:
        yield error.finding
        return
    for keys, icon in leaves(icons):
        if not isinstance(icon, str) or not ICON.fullmatch(icon):
            yield Finding(str(ICONS), f"{'.'.join(keys)} is no icon: {icon!r}")
    yield from _entity_icons(icons.get("entity", {}), texts.get("entity", {}))
    for kind, icon_key in KINDS.items():
        path = INTEGRATION / f"{kind}.yaml"
        described: dict[str, Any] = {}
        if (root / path).exists():
            try:
                described = read_mapping(root, path)
            except DocumentError as error:
                yield error.finding
                continue
        yield from _names(kind, described, icons, texts)
        for name, description in described.items():
            if icon_key not in icons.get(kind, {}).get(name, {}):
                yield Finding(str(ICONS), f"{kind}.{name}.{icon_key} is missing")
            yield from _fields(kind, name, description or {}, texts.get(kind, {}).get(name, {}))


def _names(
    kind: str, described: dict[str, Any], icons: dict[str, Any], texts: dict[str, Any]
) -> Iterator[Finding]:
    for path, names in ((ICONS, icons.get(kind, {})), (ENGLISH, texts.get(kind, {}))):
        for name in sorted(names.keys() - described.keys()):
            yield Finding(str(path), f"{kind}.{name} is not in {kind}.yaml")


def _fields(
    kind: str, name: str, description: dict[str, Any], texts: dict[str, Any]
) -> Iterator[Finding]:
    for key in ("name", "description"):
        if key not in texts:
            yield Finding(str(ENGLISH), f"{kind}.{name}.{key} is missing")
    wanted: set[str] = set()
    for field, details in description.get("fields", {}).items():
        nested = (details or {}).get("fields")  # a section of fields
        wanted |= nested.keys() if nested else {field}
        for inner, inner_details in (nested or {field: details}).items():
            if "selector" not in (inner_details or {}):
                where = str(INTEGRATION / f"{kind}.yaml")
                yield Finding(where, f"{name}: the field {inner} has no selector")
    found = texts.get("fields", {})
    for field in sorted(wanted - found.keys()):
        yield Finding(str(ENGLISH), f"{kind}.{name}.fields.{field} is missing")
    for field in sorted(found.keys() - wanted):
        yield Finding(str(ENGLISH), f"{kind}.{name}.fields.{field} is not in {kind}.yaml")
    for field in sorted(wanted & found.keys()):
        if not {"name", "description"} <= found[field].keys():
            yield Finding(str(ENGLISH), f"{kind}.{name}.fields.{field} needs name and description")


def _entity_icons(icons: dict[str, Any], texts: dict[str, Any]) -> Iterator[Finding]:
    for platform, keys in icons.items():
        for key, icon in keys.items():
            if key not in texts.get(platform, {}):
                yield Finding(str(ICONS), f"entity.{platform}.{key} has no texts")
            if "default" not in icon:
                yield Finding(str(ICONS), f"entity.{platform}.{key}.default is missing")
