"""The emulator's control API, as other processes use it."""

from collections.abc import Mapping
import json
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

WRONG_ANSWER = {
    "to": "TextRecognizer.Recognize",
    "parts": [
        {
            "directive": {
                "header": {"namespace": "Clova", "name": "RenderText"},
                "payload": {"text": "아무것도 아니에요."},
            }
        }
    ],
}
"""An answer that is right for no question."""


class Control:
    """Requests to one running emulator."""

    def __init__(self, url: str, token: str) -> None:
        self._url = url
        self._token = token

    @classmethod
    def of(cls, url: str, emulator_state: Path) -> Control:
        """For the emulator that keeps its tokens there."""
        return cls(url, (emulator_state / "control_token").read_text())

    def get(self, path: str) -> dict[str, Any]:
        """The JSON at a path."""
        return self._send(path, None)

    def post(self, path: str, data: Mapping[str, Any]) -> dict[str, Any]:
        """Give an order."""
        return self._send(path, json.dumps(data).encode())

    def delete(self, path: str) -> dict[str, Any]:
        """Have something forgotten."""
        return self._send(path, None, "DELETE")

    def requests(self) -> list[dict[str, Any]]:
        """What arrived, oldest first."""
        requests: list[dict[str, Any]] = self.get("/requests")["requests"]
        return requests

    def _send(self, path: str, body: bytes | None, method: str | None = None) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self._token}"}
        with urlopen(Request(self._url + path, body, headers, method=method)) as response:
            answer: dict[str, Any] = json.load(response)
        return answer
