"""The emulator's control API: what it is to hear, and what it saw."""

from collections.abc import Mapping
from typing import Any

import aiohttp

from .cloud import Cloud
from .errors import DemoError


class Control:
    """Requests to the emulator of this demo."""

    def __init__(self, session: aiohttp.ClientSession, url: str, token: str) -> None:
        """Talk to the emulator whose control API is there."""
        self._session = session
        self._url = url
        self._headers = {"Authorization": f"Bearer {token}"}

    @classmethod
    def of(cls, session: aiohttp.ClientSession, cloud: Cloud) -> Control:
        """Talk to a running emulator."""
        return cls(session, cloud.control_url, cloud.control_token)

    async def hear_next(self, sentence: str) -> None:
        """Have the next speech understood as this."""
        await self._request("POST", "/transcript", {"text": sentence})

    async def events(self) -> list[dict[str, Any]]:
        """Return the events that Home Assistant has sent, oldest first."""
        requests = (await self._request("GET", "/requests"))["requests"]
        return [each for each in requests if each["event"] is not None]

    async def violations(self) -> list[str]:
        """Return what Home Assistant did against the rules of the protocol."""
        violations: list[str] = (await self._request("GET", "/violations"))["violations"]
        return violations

    async def _request(
        self, method: str, path: str, data: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        async with self._session.request(
            method, self._url + path, headers=self._headers, json=data
        ) as response:
            answer: dict[str, Any] = await response.json()
            if not response.ok:
                raise DemoError(f"the emulator answered {path} with: {answer.get('error')}")
            return answer


def name_of(event: Mapping[str, Any]) -> str:
    """Return the name of a recorded event, such as `SpeechRecognizer.Recognize`."""
    header = event["event"]["event"]["header"]
    return f"{header['namespace']}.{header['name']}"
