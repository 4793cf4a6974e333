"""hacs.json, and what the HACS action wants to find beside it."""

from collections.abc import Iterator
from pathlib import Path

from awesomeversion import AwesomeVersion, AwesomeVersionException, AwesomeVersionStrategy

from .documents import DocumentError, read_mapping
from .finding import INTEGRATION, Finding

PATH = Path("hacs.json")
KEYS = {
    "name", "content_in_root", "country", "filename", "hacs", "hide_default_branch",
    "homeassistant", "persistent_directory", "render_readme", "zip_release",
}  # fmt: skip
NEEDED = ("README.md", "info.md", "LICENSE", str(INTEGRATION / "brand" / "icon.png"))


def check(root: Path) -> Iterator[Finding]:
    """Findings in hacs.json, and files that HACS needs."""
    for name in NEEDED:
        if not (root / name).is_file():
            yield Finding(name, "is missing")
    try:
        document = read_mapping(root, PATH)
    except DocumentError as error:
        yield error.finding
        return
    for key in sorted(document.keys() - KEYS):
        yield Finding(str(PATH), f"{key} is no key that HACS knows")
    if not document.get("name"):
        yield Finding(str(PATH), "name is missing")
    try:
        AwesomeVersion(
            str(document.get("homeassistant", "")), ensure_strategy=AwesomeVersionStrategy.CALVER
        )
    except AwesomeVersionException:
        yield Finding(str(PATH), "homeassistant names no release")
