"""MP3 as far as a player needs to know it: where frames begin, how long they sound, silence.

Frames as in ISO/IEC 11172-3 and 13818-3, Layer III, with the half sampling rates that encoders
added to them. Nothing is decoded.
"""

from dataclasses import dataclass
from math import ceil

_KBIT = 1000
# kbit/s by the header's index; the first is "free format", the last is not allowed.
_RATES_MPEG1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0)
_RATES_MPEG2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0)
_SAMPLING = (44_100, 48_000, 32_000)  # Hz in MPEG-1; half in MPEG-2, a quarter in MPEG-2.5
_DIVISOR = {3: 1, 2: 2, 0: 4}  # by the header's version bits
_LAYER_III = 1

_HEADER_SIZE = 4
_SYNC = 0xFF  # a header's first byte; three more bits of the second are set too
_SYNC_BITS = 0xE0
_ID3_SIZE = 10
_ID3_FOOTER = 0x10  # a flag: as many bytes as the header follow the tag
_NO_CRC, _PADDING = 0x01, 0x02
_MODE_EXTENSION = 0x30


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame's header: `size` in bytes, `seconds` that it sounds."""

    raw: bytes
    size: int
    seconds: float

    def fits(self, other: Frame | None) -> bool:
        """Tell whether both belong to one stream: same version, layer and sampling rate."""
        if other is None:
            return False
        same_kind = self.raw[1] | _NO_CRC == other.raw[1] | _NO_CRC
        return same_kind and self.raw[2] & 0x0C == other.raw[2] & 0x0C


def read_frame(data: bytes | bytearray, at: int = 0) -> Frame | None:
    """Read a frame's header; None if there is none of Layer III with a known size."""
    raw = bytes(data[at : at + _HEADER_SIZE])
    if len(raw) < _HEADER_SIZE or raw[0] != _SYNC or raw[1] & _SYNC_BITS != _SYNC_BITS:
        return None
    version, layer, rate = raw[1] >> 3 & 3, raw[1] >> 1 & 3, raw[2] >> 2 & 3
    if version not in _DIVISOR or layer != _LAYER_III or rate == len(_SAMPLING):
        return None
    mpeg1 = _DIVISOR[version] == 1
    kbits = (_RATES_MPEG1 if mpeg1 else _RATES_MPEG2)[raw[2] >> 4]
    if not kbits:
        return None
    hertz = _SAMPLING[rate] // _DIVISOR[version]
    samples = 1152 if mpeg1 else 576
    padding = 1 if raw[2] & _PADDING else 0
    return Frame(raw, samples // 8 * kbits * _KBIT // hertz + padding, samples / hertz)


def silence(like: Frame, seconds: float) -> bytes:
    """Return frames without sound, of the same kind as this one, that last at least this long.

    Side information of zeros says that a frame has no spectral values.
    """
    header = bytearray(like.raw)
    header[1] |= _NO_CRC
    header[2] &= ~_PADDING & 0xFF
    header[3] &= ~_MODE_EXTENSION & 0xFF
    frame = read_frame(header)
    assert frame is not None  # the bits above change no field that makes a header invalid
    return (bytes(header) + bytes(frame.size - _HEADER_SIZE)) * ceil(seconds / frame.seconds)


class Mp3Meter:
    """Measures MP3 as it passes, in chunks of any size; keeps at most one frame of it."""

    def __init__(self) -> None:
        """Nothing has passed."""
        self.first: Frame | None = None  # of the stream, once that is certain
        self.seconds = 0.0  # how long what has passed sounds
        self._rest = bytearray()  # what could not be judged yet
        self._skip = 0  # bytes up to the next header
        self._in_step = False  # whether a frame ended there
        self._fresh = True  # whether a tag may begin there

    def feed(self, data: bytes) -> None:
        """Let bytes pass."""
        if self._skip >= len(data):
            self._skip -= len(data)
            return
        self._rest += data[self._skip :]
        self._skip = 0
        at = 0
        while (step := self._step(at)) is not None:
            at += step
        self._skip = max(at - len(self._rest), 0)
        del self._rest[:at]

    def finish(self) -> None:
        """Nothing more comes: a single frame, which nothing has confirmed, counts."""
        frame = read_frame(self._rest)
        if self.first is None and frame is not None and frame.size <= len(self._rest):
            self._count(frame)

    def _step(self, at: int) -> int | None:
        """Judge what begins here; return how many bytes it takes, None to wait for more."""
        rest = len(self._rest) - at
        if rest < _HEADER_SIZE:
            return None
        if (self._fresh or self._in_step) and self._rest.startswith(b"ID3", at):
            if rest < _ID3_SIZE:
                return None
            self._fresh = False
            return self._tag_size(at)
        frame = read_frame(self._rest, at)
        if self._in_step and frame is not None and frame.fits(self.first):
            return self._count(frame)
        self._in_step = self._fresh = False
        if frame is None or not (self.first is None or frame.fits(self.first)):
            following = self._rest.find(_SYNC, at + 1)
            return (following if following >= 0 else len(self._rest)) - at
        # Out of step, four bytes may look like a header by chance: the next frame confirms it.
        if rest < frame.size + _HEADER_SIZE:
            return None
        return self._count(frame) if frame.fits(read_frame(self._rest, at + frame.size)) else 1

    def _tag_size(self, at: int) -> int:
        """Return the size of the ID3v2 tag that begins here: seven bits a byte."""
        size = 0
        for byte in self._rest[at + 6 : at + _ID3_SIZE]:
            size = size << 7 | byte & 0x7F
        footer = _ID3_SIZE if self._rest[at + 5] & _ID3_FOOTER else 0
        return _ID3_SIZE + size + footer

    def _count(self, frame: Frame) -> int:
        """Add a frame; the next one begins where it ends."""
        self.first = self.first or frame
        self.seconds += frame.seconds
        self._in_step = True
        return frame.size
