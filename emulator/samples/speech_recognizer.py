"""SpeechRecognizer (speech_recognizer.md)."""

from .payloads import Samples

SAMPLES: Samples = {
    "SpeechRecognizer.ExpectSpeech": {
        "expectContentType": "audio/l16",
        "expectSpeechId": "6f0f6a52-5a9e-4c9e-8a2b-1d6f8b3e9c03",
        "explicit": True,
        "timeoutInMilliseconds": 7000,
    },
    "SpeechRecognizer.KeepRecording": {},
    "SpeechRecognizer.ShowRecognizedText": {"text": "play some"},
    "SpeechRecognizer.StopCapture": {"recognizedText": "play some jazz"},
}
VARIANTS: Samples = {
    "SpeechRecognizer.StopCapture:silent": {},
}
