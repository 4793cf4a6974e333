"""manifest.json as hassfest and HACS want it, and in agreement with pyproject.toml."""

import ast
from collections.abc import Iterator
from pathlib import Path
import tomllib
from typing import Any
from urllib.parse import urlsplit

from awesomeversion import AwesomeVersion, AwesomeVersionException, AwesomeVersionStrategy
from homeassistant.const import Platform
from packaging.requirements import InvalidRequirement, Requirement

from .documents import DocumentError, read_mapping
from .finding import INTEGRATION, Finding

PATH = INTEGRATION / "manifest.json"
REQUIRED = {
    "domain", "name", "version", "codeowners", "config_flow", "documentation", "integration_type",
    "iot_class", "issue_tracker", "requirements", "loggers",
}  # fmt: skip
OPTIONAL = {
    "after_dependencies", "bluetooth", "dependencies", "dhcp", "disabled", "homekit",
    "import_executor", "mqtt", "quality_scale", "single_config_entry", "ssdp", "usb", "zeroconf",
}  # fmt: skip
IOT_CLASSES = {
    "assumed_state", "calculated", "cloud_polling", "cloud_push", "local_polling", "local_push",
}  # fmt: skip
INTEGRATION_TYPES = {
    "device",
    "entity",
    "hardware",
    "helper",
    "hub",
    "service",
    "system",
    "virtual",
}
VERSIONS = [
    AwesomeVersionStrategy.CALVER,
    AwesomeVersionStrategy.SEMVER,
    AwesomeVersionStrategy.SIMPLEVER,
    AwesomeVersionStrategy.BUILDVER,
    AwesomeVersionStrategy.PEP440,
]
# Parts of Home Assistant that are always there: no need to declare them.
ALWAYS_THERE = {platform.value for platform in Platform} | {
    "diagnostics", "frontend", "homeassistant", "media_source", "persistent_notification", "repairs",
    "system_health", "system_log", "webhook", "websocket_api", "zone",
}  # fmt: skip


def check(root: Path) -> Iterator[Finding]:
    """Findings in manifest.json."""
    try:
        manifest = read_mapping(root, PATH)
    except DocumentError as error:
        yield error.finding
        return
    for problems in (
        _keys(manifest),
        _values(manifest),
        _requirements(manifest),
        _project(root, manifest),
        _dependencies(root, manifest),
    ):
        for problem in problems:
            yield Finding(str(PATH), problem)


def _keys(manifest: dict[str, Any]) -> Iterator[str]:
    keys = list(manifest)
    if keys != (wanted := sorted(keys, key=lambda key: (key != "domain", key != "name", key))):
        yield f"keys belong in this order: {', '.join(wanted)}"
    for key in sorted(REQUIRED - manifest.keys()):
        yield f"{key} is missing"
    for key in sorted(manifest.keys() - REQUIRED - OPTIONAL):
        yield f"{key} is no key of a manifest"


def _values(manifest: dict[str, Any]) -> Iterator[str]:
    if manifest.get("domain") != INTEGRATION.name:
        yield f"domain is not the folder's name, {INTEGRATION.name}"
    try:
        AwesomeVersion(str(manifest.get("version", "")), ensure_strategy=VERSIONS)
    except AwesomeVersionException:
        yield f"version {manifest.get('version')!r} is none"
    if manifest.get("iot_class") not in IOT_CLASSES:
        yield f"iot_class {manifest.get('iot_class')!r} is none"
    if manifest.get("integration_type") not in INTEGRATION_TYPES:
        yield f"integration_type {manifest.get('integration_type')!r} is none"
    for key in ("documentation", "issue_tracker"):
        address = urlsplit(str(manifest.get(key, "")))
        if address.scheme != "https" or not address.hostname:
            yield f"{key} is no https address"
        elif address.hostname == "www.home-assistant.io" and "/integrations/" in address.path:
            yield f"{key} is the place of core's integrations"
    owners = manifest.get("codeowners") or [""]
    if not all(isinstance(owner, str) and owner.startswith("@") for owner in owners):
        yield "codeowners are not names that begin with @"


def _requirements(manifest: dict[str, Any]) -> Iterator[str]:
    for text in manifest.get("requirements", []):
        try:
            requirement = Requirement(text)
        except InvalidRequirement:
            yield f"requirement {text!r} is none"
            continue
        operators = {specifier.operator for specifier in requirement.specifier}
        if requirement.url or operators != {">=", "<"}:
            yield f"requirement {text!r} is no range (>= and <): other integrations may pin another version"


def _project(root: Path, manifest: dict[str, Any]) -> Iterator[str]:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    if manifest.get("version") != project["version"]:
        yield f"version differs from pyproject.toml, {project['version']}"
    if sorted(manifest.get("requirements", [])) != sorted(project["dependencies"]):
        yield "requirements differ from pyproject.toml's dependencies"


def _dependencies(root: Path, manifest: dict[str, Any]) -> Iterator[str]:
    declared = {*manifest.get("dependencies", []), *manifest.get("after_dependencies", [])}
    used: dict[str, str] = {}
    for file in sorted((root / INTEGRATION).rglob("*.py")):
        for component in imported_components(ast.parse(file.read_text(encoding="utf-8"))):
            used.setdefault(component, str(file.relative_to(root / INTEGRATION)))
    for component in sorted(used.keys() - declared - ALWAYS_THERE):
        yield f"{component}, which {used[component]} imports, is neither in dependencies nor in after_dependencies"


def imported_components(module: ast.Module) -> set[str]:
    """The integrations of core that a module imports when it runs (not only for type checking)."""
    found: set[str] = set()
    todo: list[ast.AST] = [module]
    while todo:
        node = todo.pop()
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            todo += node.orelse
            continue
        todo += ast.iter_child_nodes(node)
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        found.update(
            name.split(".")[2] for name in names if name.startswith("homeassistant.components.")
        )
    return found
