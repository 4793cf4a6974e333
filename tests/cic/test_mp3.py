"""MP3 without a decoder: headers, lengths in chunks of any size, silence of the same kind."""

import pytest

from custom_components.clova_cic.cic.mp3 import Mp3Meter, read_frame, silence

# Header, bytes of a frame, seconds: worked out by hand from the tables of the standards.
KINDS = {
    "MPEG-1 128 kbit/s 44.1 kHz": ("fffb9064", 417, 1152 / 44_100),
    "MPEG-1 padded": ("fffb9264", 418, 1152 / 44_100),
    "MPEG-1 320 kbit/s 48 kHz": ("fffbe444", 960, 1152 / 48_000),
    "MPEG-1 32 kbit/s 32 kHz": ("fffb18c4", 144, 1152 / 32_000),
    "MPEG-1 with CRC": ("fffa9064", 417, 1152 / 44_100),
    "MPEG-2 8 kbit/s 24 kHz": ("fff314c4", 24, 576 / 24_000),
    "MPEG-2 64 kbit/s 22.05 kHz": ("fff380c4", 208, 576 / 22_050),
    "MPEG-2.5 16 kbit/s 8 kHz": ("ffe328c4", 144, 576 / 8_000),
}
OTHERS = {
    "nothing": "",
    "three bytes": "fffb90",
    "no sync": "00fb9064",
    "half a sync": "ff1b9064",
    "reserved version": "ffeb9064",
    "Layer I": "ffff9064",
    "Layer II": "fffd9064",
    "AAC": "fff15080",
    "free format": "fffb0064",
    "forbidden bit rate": "fffbf064",
    "reserved sampling rate": "fffb9c64",
}
SPEECH = bytes.fromhex("fff314c4")


def frame(header: bytes = SPEECH, fill: int = 0x55) -> bytes:
    """Make a frame with something in it."""
    found = read_frame(header)
    assert found is not None
    return header + bytes([fill]) * (found.size - len(header))


def measured(data: bytes, step: int | None = None) -> Mp3Meter:
    """Let data pass in chunks of `step` bytes."""
    meter = Mp3Meter()
    step = step or max(len(data), 1)
    for at in range(0, len(data), step):
        meter.feed(data[at : at + step])
    meter.finish()
    return meter


@pytest.mark.parametrize(("header", "size", "seconds"), KINDS.values(), ids=KINDS)
@pytest.mark.cic("CIC-SS-017")
def test_a_header_tells_size_and_length(header: str, size: int, seconds: float) -> None:
    found = read_frame(bytes.fromhex(header))
    assert found is not None
    assert (found.size, found.seconds) == (size, seconds)


@pytest.mark.parametrize("header", OTHERS.values(), ids=OTHERS)
def test_anything_else_is_no_header(header: str) -> None:
    assert read_frame(bytes.fromhex(header)) is None


@pytest.mark.parametrize("step", [1, 3, 7, 24, 1000, None])
@pytest.mark.parametrize(("header", "size", "seconds"), KINDS.values(), ids=KINDS)
def test_length_is_measured_whatever_the_chunks(
    header: str, size: int, seconds: float, step: int | None
) -> None:
    assert measured(frame(bytes.fromhex(header)) * 50, step).seconds == pytest.approx(50 * seconds)


@pytest.mark.parametrize("step", [1, 5, 100, None])
def test_tags_do_not_count(step: int | None) -> None:
    # A size of 200 in seven bits a byte; it holds what looks like a frame.
    tag = b"ID3\x04\0\0" + bytes([0, 0, 1, 72]) + frame() * 8 + bytes(8)
    footed = b"ID3\x04\0\x10" + bytes([0, 0, 0, 10]) + bytes(20)
    trailer = b"TAG" + bytes(125)
    meter = measured(tag + frame() * 10 + footed + frame() * 10 + trailer, step)
    assert meter.seconds == pytest.approx(20 * 0.024)
    assert meter.first == read_frame(SPEECH)


@pytest.mark.parametrize("step", [1, 11, None])
def test_damage_is_passed_over(step: int | None) -> None:
    damage = b"\xff\xf3 no frame \xff\xff" + SPEECH + b"nor this" + frame(bytes.fromhex("fffb9064"))
    meter = measured(b"noise" + frame() * 5 + damage + frame() * 5, step)
    assert meter.seconds == pytest.approx(10 * 0.024)


def test_bit_rate_and_channels_may_change() -> None:
    louder = frame(bytes.fromhex("fff38404"))
    assert measured(frame() * 3 + louder * 2).seconds == pytest.approx(5 * 0.024)


@pytest.mark.parametrize("step", [1, None])
def test_a_single_frame_is_enough(step: int | None) -> None:
    assert measured(frame(), step).seconds == pytest.approx(0.024)
    assert measured(frame()[:-1], step).first is None


@pytest.mark.parametrize(
    "data", [b"", b"RIFF....WAVE", b"\xff" * 5000, bytes(5000), b"ID3", b"text " * 9999]
)
def test_what_is_no_mp3_has_no_length(data: bytes) -> None:
    meter = measured(data, 999)
    assert (meter.first, meter.seconds) == (None, 0)


def test_little_is_kept_whatever_passes() -> None:
    meter = Mp3Meter()
    for data in (b"\xff" * 4096, bytes(4096), frame(bytes.fromhex("fffbe444")) * 5, b"x" * 4096):
        meter.feed(data)
        assert len(meter._rest) < 2048


@pytest.mark.parametrize(("header", "size", "seconds"), KINDS.values(), ids=KINDS)
@pytest.mark.cic("CIC-SS-009")
def test_silence_is_of_the_same_kind_and_long_enough(
    header: str, size: int, seconds: float
) -> None:
    like = read_frame(bytes.fromhex(header))
    assert like is not None
    quiet = silence(like, 0.5)
    meter = measured(quiet)
    assert meter.first is not None
    assert meter.first.fits(like)
    assert 0.5 <= meter.seconds < 0.5 + seconds
    payload = quiet[4 : meter.first.size]
    assert payload == bytes(len(payload))
    assert silence(like, 0) == b""
