"""Pictures drawn by code: rings in two colours, others for another name."""

from colorsys import hsv_to_rgb
from html import escape
import struct
from typing import Final
import zlib

SIZE: Final = 256
"""Pixels of a side."""
_RINGS: Final = 32
_SHADES: Final = 16
SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_PALETTE_OF_BYTES: Final = (8, 3, 0, 0, 0)
"""Bit depth, colour type, and how it is compressed, filtered, interlaced (PNG, 11.2.2)."""


def png(name: str) -> bytes:
    """A picture as PNG."""
    seed = zlib.crc32(name.encode())
    left, top = seed % SIZE, seed // SIZE % SIZE
    columns = [(x - left) ** 2 for x in range(SIZE)]
    rows = bytearray()
    for y in range(SIZE):
        down = (y - top) ** 2
        rows.append(0)  # the row is not filtered
        rows += bytes(((across + down) >> 8) % (2 * _SHADES) for across in columns)
    return b"".join(
        (
            SIGNATURE,
            _chunk(b"IHDR", struct.pack(">II5B", SIZE, SIZE, *_PALETTE_OF_BYTES)),
            _chunk(b"PLTE", bytes(part for colour in _palette(seed) for part in colour)),
            _chunk(b"IDAT", zlib.compress(bytes(rows))),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _palette(seed: int) -> list[tuple[int, int, int]]:
    """Shades that get brighter, then darker again, so that rings have no edge."""
    shades = [*range(_SHADES), *reversed(range(_SHADES))]
    return [_colour(seed, shade / _SHADES) for shade in shades]


def _colour(seed: int, bright: float) -> tuple[int, int, int]:
    hue = (seed % 360 / 360 + bright / 6) % 1
    red, green, blue = hsv_to_rgb(hue, 0.6, 0.35 + 0.6 * bright)
    return round(red * 255), round(green * 255), round(blue * 255)


def svg(name: str, title: str) -> bytes:
    """The same idea as SVG, with a title."""
    seed = zlib.crc32(name.encode())
    colours = ["#{:02x}{:02x}{:02x}".format(*each) for each in _palette(seed)]
    rings = "".join(
        f'<circle cx="{seed % SIZE}" cy="{seed // SIZE % SIZE}" r="{radius}"'
        f' fill="{colours[radius // _RINGS % len(colours)]}"/>'
        for radius in range(SIZE * 2, 0, -_RINGS)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}">'
        f"<title>{escape(title)}</title>{rings}</svg>\n"
    ).encode()


def beginning_of_a_huge_one() -> bytes:
    """The first bytes of a PNG that never comes to its end."""
    side = 20_000
    header = struct.pack(">II5B", side, side, *_PALETTE_OF_BYTES)
    return SIGNATURE + _chunk(b"IHDR", header)
