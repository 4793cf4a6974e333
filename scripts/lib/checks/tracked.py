"""What no tracked file may hold: paths of somebody's machine, addresses of a package registry."""

from collections.abc import Iterator
from pathlib import Path
import re
import subprocess

from .finding import Finding

# Each pattern is written so that it does not match its own line.
PATTERNS = {
    "a path of somebody's machine": re.compile(r"(?<![\w.}$*-])/(?:home|Users|root|work)/[\w.-]+/"),
    "a package's address": re.compile(r"https?://[^\s\"'<>]+\.(?:whl|tar\.gz|tgz)\b"),
    "a registry's address": re.compile(
        r"(?:--(?:extra-)?index-url|--find-links)[ =]|https?://[^\s\"'/]+/(?:[^\s\"']*/)?simple/"
        r"|\"resolved\": *\"http"
    ),
}
# A protocol reference quotes what it describes; locks are searched for addresses all the same.
TEXT_LIMIT = 2_000_000  # bytes; nothing written by hand is longer


def tracked(root: Path) -> list[Path]:
    """Files that git tracks or would add, relative to the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return sorted({Path(name) for name in listed.split("\0") if name and (root / name).is_file()})


def problems(text: str, root: Path) -> Iterator[tuple[int, str]]:
    """Line numbers (from 1) with what is wrong there."""
    for number, line in enumerate(text.splitlines(), 1):
        for what, pattern in PATTERNS.items():
            if pattern.search(line):
                yield number, f"has {what}"
        if str(root) in line:
            yield number, "has the path of this checkout"


def check(root: Path) -> Iterator[Finding]:
    """Findings in every tracked text file."""
    for path in tracked(root):
        content = (root / path).read_bytes()
        if b"\0" in content[:8192]:
            continue
        if len(content) > TEXT_LIMIT:
            yield Finding(str(path), f"is longer than {TEXT_LIMIT} bytes")
            continue
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError:
            yield Finding(str(path), "is not UTF-8")
            continue
        for number, problem in problems(text, root):
            yield Finding(f"{path}:{number}", problem)
