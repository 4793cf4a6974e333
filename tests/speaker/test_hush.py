"""The silence that cuts an announcement off."""

import io
import wave

from homeassistant.core import HomeAssistant

from custom_components.clova_cic.media.melody import wav
from custom_components.clova_cic.media.shelf import key_of
from custom_components.clova_cic.media.view import async_media_shelf
from custom_components.clova_cic.speaker.hush import HUSH, async_hush
from tests.ha import prepare


async def test_it_is_short_and_silent_and_can_be_fetched(hass: HomeAssistant) -> None:
    await prepare(hass)
    media = async_hush(hass, "http://home.example")
    assert media.url.startswith("http://home.example/api/clova_cic/media/")
    assert async_media_shelf(hass).find(key_of(media.url.removeprefix("http://home.example")))
    with wave.open(io.BytesIO(wav(HUSH))) as sound:
        assert sound.getnframes() / sound.getframerate() <= 0.1
        assert set(sound.readframes(sound.getnframes())) == {0}
    async_media_shelf(hass).async_close()
