"""AudioPlayer (audio_player.md). The tracks are those that the emulator's player plays."""

from .payloads import Samples

SAMPLES: Samples = {
    "AudioPlayer.ClearQueue": {"clearBehavior": "CLEAR_ALL"},
    "AudioPlayer.ExpectReportPlaybackState": {},
    "AudioPlayer.Play": {
        "playBehavior": "REPLACE_ALL",
        "source": {
            "name": "Example Radio",
            "logoUrl": "https://media.example.com/images/radio.png",
        },
        "audioItem": {
            "audioItemId": "track-1",
            "titleText": "Morning Walk",
            "titleSubText1": "The Examples",
            "titleSubText2": "Paths and Parks",
            "headerText": "For a good day",
            "artImageUrl": "https://media.example.com/images/track-1.png",
            "type": "example",
            "stream": {
                "beginAtInMilliseconds": 0,
                "customData": "station=example",
                "durationInMilliseconds": 45000,
                "format": "audio/mpeg",
                "progressReport": {
                    "progressReportDelayInMilliseconds": 5000,
                    "progressReportIntervalInMilliseconds": 15000,
                    "progressReportPositionInMilliseconds": 30000,
                },
                "token": "track-1",
                "url": "clova:track-1",
                "urlPlayable": False,
            },
        },
    },
    "AudioPlayer.StreamDeliver": {
        "audioItemId": "track-1",
        "audioStream": {
            "beginAtInMilliseconds": 0,
            "customData": "station=example",
            "durationInMilliseconds": 45000,
            "format": "audio/mpeg",
            "progressReport": {
                "progressReportDelayInMilliseconds": None,
                "progressReportIntervalInMilliseconds": 10000,
                "progressReportPositionInMilliseconds": None,
            },
            "token": "track-1",
            "url": "https://media.example.com/track-1.mp3",
            "urlPlayable": True,
        },
    },
}
VARIANTS: Samples = {
    "AudioPlayer.ClearQueue:enqueued": {"clearBehavior": "CLEAR_ENQUEUED"},
    "AudioPlayer.Play:enqueue": {
        "playBehavior": "ENQUEUE",
        "source": {"name": "Example Radio"},
        "audioItem": {
            "audioItemId": "track-2",
            "titleText": "Rain on the Roof",
            "titleSubText1": "Quiet House",
            "type": "example",
            "stream": {
                "beginAtInMilliseconds": 0,
                "token": "track-2",
                "url": "https://media.example.com/track-2.mp3",
                "urlPlayable": True,
            },
        },
    },
}
