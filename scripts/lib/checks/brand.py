"""The pictures under brand/: sizes that Home Assistant shows well, transparent, trimmed."""

from collections.abc import Iterator
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from .finding import INTEGRATION, Finding

BRAND = INTEGRATION / "brand"
ICONS = {"icon.png": 256, "icon@2x.png": 512, "dark_icon.png": 256, "dark_icon@2x.png": 512}
# The shorter side of a logo, in pixels (developers.home-assistant.io, brand images).
LOGOS = {
    "logo.png": (128, 256),
    "logo@2x.png": (256, 512),
    "dark_logo.png": (128, 256),
    "dark_logo@2x.png": (256, 512),
}
NEEDED = ("icon.png", "icon@2x.png")


def check(root: Path) -> Iterator[Finding]:
    """Findings in the brand's pictures."""
    for name in NEEDED:
        if not (root / BRAND / name).is_file():
            yield Finding(str(BRAND / name), "is missing")
    for file in sorted((root / BRAND).glob("*")):
        for problem in _problems(file):
            yield Finding(str(BRAND / file.name), problem)


def _problems(file: Path) -> Iterator[str]:
    if file.name not in ICONS | LOGOS:
        yield "is no picture that Home Assistant looks for"
        return
    try:
        with Image.open(file) as picture:
            kind, (width, height) = picture.format, picture.size
            box = picture.convert("RGBA").getchannel("A").getbbox() or (0, 0, 0, 0)
    except UnidentifiedImageError:
        yield "is no picture"
        return
    if kind != "PNG":
        yield f"is {kind}, not PNG"
    filled = (box[2] - box[0] == width, box[3] - box[1] == height)
    if file.name in ICONS:
        side = ICONS[file.name]
        if (width, height) != (side, side):
            yield f"is {width} x {height}, not {side} x {side}"
        if not any(filled):
            yield "is not trimmed"
    else:
        low, high = LOGOS[file.name]
        if not low <= min(width, height) <= high:
            yield f"has a shorter side of {min(width, height)}, not {low} to {high}"
        if not all(filled):
            yield "is not trimmed"
