"""A satellite for Home Assistant: audio comes over the websocket, a pipeline hears it.

The websocket command of Assist cannot ask for a format of the answer; satellites can, and do.
"""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any, Final

from homeassistant.components.assist_pipeline import (
    AudioSettings,
    PipelineEvent,
    async_pipeline_from_audio_stream,
)
from homeassistant.components.stt import (
    AudioBitRates,
    AudioChannels,
    AudioCodecs,
    AudioFormats,
    AudioSampleRates,
    SpeechMetadata,
)
from homeassistant.components.websocket_api import async_register_command
from homeassistant.components.websocket_api.connection import ActiveConnection
from homeassistant.components.websocket_api.decorators import async_response, websocket_command
from homeassistant.core import HomeAssistant
from homeassistant.helpers.typing import ConfigType
import voluptuous as vol

COMMAND: Final = "bench_satellite/run"


async def async_setup(hass: HomeAssistant, _config: ConfigType) -> bool:
    """Set up the command."""
    async_register_command(hass, websocket_run)
    return True


@websocket_command(
    {
        vol.Required("type"): COMMAND,
        vol.Required("pipeline"): str,
        vol.Required("language"): str,
        vol.Required("output"): dict,
    }
)
@async_response
async def websocket_run(
    hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]
) -> None:
    """Run a pipeline without voice activity detection; an empty chunk ends what is said.

    The events are the pipeline's; the first says under which number audio is taken. Who unsubscribes
    cancels the run.
    """
    chunks: asyncio.Queue[bytes] = asyncio.Queue()

    def heard(_hass: HomeAssistant, _connection: object, data: bytes) -> None:
        chunks.put_nowait(data)

    def tell(event: PipelineEvent) -> None:
        connection.send_event(msg["id"], {"type": event.type, "data": event.data})

    async def said() -> AsyncGenerator[bytes]:
        while chunk := await chunks.get():
            yield chunk

    task = asyncio.current_task()
    assert task is not None
    connection.subscriptions[msg["id"]] = task.cancel
    number, unregister = connection.async_register_binary_handler(heard)
    connection.send_result(msg["id"])
    connection.send_event(msg["id"], {"type": "microphone", "data": {"number": number}})
    try:
        await async_pipeline_from_audio_stream(
            hass,
            context=connection.context(msg),
            event_callback=tell,
            stt_metadata=SpeechMetadata(
                language=msg["language"],
                format=AudioFormats.WAV,
                codec=AudioCodecs.PCM,
                bit_rate=AudioBitRates.BITRATE_16,
                sample_rate=AudioSampleRates.SAMPLERATE_16000,
                channel=AudioChannels.CHANNEL_MONO,
            ),
            stt_stream=said(),
            pipeline_id=msg["pipeline"],
            tts_audio_output=msg["output"],
            audio_settings=AudioSettings(is_vad_enabled=False),
        )
    finally:
        unregister()
