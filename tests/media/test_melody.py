"""Sounds that the device has itself."""

import io
import struct
import wave

from homeassistant.core import HomeAssistant
import pytest

from custom_components.clova_cic.features.tone import TONE
from custom_components.clova_cic.media.melody import Melody, async_local
from custom_components.clova_cic.notes.chime import CHIME


@pytest.mark.parametrize("melody", [TONE, CHIME], ids=["tone", "chime"])
async def test_a_melody_is_a_sound_of_the_length_it_says(
    hass: HomeAssistant, melody: Melody
) -> None:
    await check(hass, melody)


async def check(hass: HomeAssistant, melody: Melody) -> None:
    """Have it made: as long and as loud as it says, without a click at either end."""
    source = async_local(hass, melody)
    body = b"".join([chunk async for chunk in source.chunks()])
    assert len(body) == source.size
    with wave.open(io.BytesIO(body)) as file:
        assert file.getnchannels() == 1
        assert file.getnframes() / file.getframerate() == pytest.approx(melody.seconds, abs=0.01)
        frames = file.readframes(file.getnframes())
    samples = struct.unpack(f"<{len(frames) // 2}h", frames)
    assert 0.6 * melody.loudness < max(samples) <= melody.loudness
    assert abs(samples[0]) < 100
    assert abs(samples[-1]) < 100
