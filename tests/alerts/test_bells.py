"""The device's own bells."""

import io
import struct
import wave

from homeassistant.core import HomeAssistant
import pytest

from custom_components.clova_cic.alerts.bells import async_bell, bell, bell_seconds

KINDS = ("ACTIONTIMER", "ALARM", "REMINDER", "TIMER")


@pytest.mark.cic("CIC-AL-022")
@pytest.mark.parametrize("kind", KINDS)
async def test_a_bell_is_a_sound_of_the_length_it_says(hass: HomeAssistant, kind: str) -> None:
    source = async_bell(hass, kind)
    body = b"".join([chunk async for chunk in source.chunks()])
    assert len(body) == source.size
    with wave.open(io.BytesIO(body)) as file:
        assert file.getnchannels() == 1
        assert file.getnframes() / file.getframerate() == pytest.approx(
            bell_seconds(kind), abs=0.01
        )
        frames = file.readframes(file.getnframes())
    samples = struct.unpack(f"<{len(frames) // 2}h", frames)
    assert 10_000 < max(samples) <= 16_000
    assert abs(samples[0]) < 100
    assert abs(samples[-1]) < 100


def test_each_type_has_its_own() -> None:
    assert len({bell(kind) for kind in KINDS}) == len(KINDS)
    assert bell("SIREN") == bell("ALARM")
