"""Clova (clova.md)."""

from .payloads import Samples
from .templates import TEMPLATES

SAMPLES: Samples = {
    "Clova.ExpectLogin": {
        "guideInfo": {"useDefault": False, "message": "Please sign in to your account."}
    },
    "Clova.FinishExtension": {"extension": "QuizDemo"},
    "Clova.HandleDelegatedEvent": {"delegationId": "2f4d2a6c-3d0e-4a0b-9d53-0f4b4e1c7a01"},
    "Clova.Hello": {},
    "Clova.Help": {},
    "Clova.LaunchURI": {
        "targets": [
            {
                "uri": "demoapp://home",
                "title": "Demo",
                "description": "An app to try things with",
                "iconImageUrl": "https://media.example.com/images/demo.png",
                "marketUrl": "https://market.example.com/details?id=com.example.demo",
                "packageName": "com.example.demo",
            },
            {
                "uri": "https://www.example.com/demo",
                "title": "Demo site",
                "description": "The same on the web",
                "iconImageUrl": "https://media.example.com/images/web.png",
            },
        ]
    },
    "Clova.RenderSuggestion": {
        "referenceId": "b0a8a1de-6d8f-4f7b-8f2f-6a3f0d3c5e02",
        "topic": "weather",
        "suggestions": [
            {
                "label": "And tomorrow?",
                "query": "What's the weather tomorrow?",
                "meta": "source=example",
                "type": "0",
                "url": "",
                "area": "home",
                "index": "0",
            },
            {
                "label": "More",
                "query": "What can you do?",
                "meta": "source=example",
                "type": "1",
                "url": "https://www.example.com/more",
                "area": "home",
                "index": "1",
            },
        ],
    },
    "Clova.RenderTemplate": TEMPLATES["Text"],
    "Clova.RenderText": {"text": "Here is some jazz."},
    "Clova.StartExtension": {"extension": "QuizDemo"},
}
VARIANTS: Samples = {
    "Clova.ExpectLogin:client": {},  # what a client gets: guideInfo is for extensions only
    **{f"Clova.RenderTemplate:{name}": payload for name, payload in TEMPLATES.items()},
}
