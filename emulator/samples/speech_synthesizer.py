"""SpeechSynthesizer (speech_synthesizer.md)."""

from .payloads import Samples

CID = "c7e2b1f4-9a3d-4b8e-8f60-5d2c7a1b4e04"
TOKEN = "9d1c5e2a-4f7b-4c3d-b8a6-2e0f6d9b7a05"

_BASE = {"format": "AUDIO_MPEG", "token": TOKEN, "ttsLang": "en", "x-clova-pause-before": 250}

SAMPLES: Samples = {"SpeechSynthesizer.Speak": _BASE | {"url": f"cid:{CID}"}}
"""Without `contentType`, which stands for HLS."""
VARIANTS: Samples = {
    "SpeechSynthesizer.Speak:hls": _BASE
    | {
        "contentType": "application/vnd.apple.mpegurl",
        "url": "https://media.example.com/speech/hello.m3u8",
    },
    "SpeechSynthesizer.Speak:streamed": _BASE
    | {"url": "https://media.example.com/speech/hello.mp3"},
}
