"""Home Assistant's dialogs over REST: menus and forms, and waiting while one asks the network."""

import asyncio
from collections.abc import Mapping
from typing import Any, Final

from .api import RestApi
from .errors import DemoError
from .waiting import until

FLOWS: Final = "/api/config/config_entries/flow"
OPTION_FLOWS: Final = "/api/config/config_entries/options/flow"
LIMIT: Final = 30.0
"""Seconds that a dialog may be busy; each of its requests gives up sooner."""


async def go_through(
    rest: RestApi, about: Mapping[str, Any], *answers: Mapping[str, Any], flows: str = FLOWS
) -> dict[str, Any]:
    """Open the dialog that `about` names and answer its pages in order; return the last one."""
    page: dict[str, Any] = await rest.post(flows, about)
    for answer in answers:
        page = await go_on(rest, page["flow_id"], answer, flows=flows)
    return page


async def go_on(
    rest: RestApi, flow_id: str, answer: Mapping[str, Any], *, flows: str = FLOWS
) -> dict[str, Any]:
    """Answer a page, and return the next one as soon as the dialog has it; raises DemoError."""
    address = f"{flows}/{flow_id}"
    page: dict[str, Any] = await rest.post(address, answer)

    async def ready() -> bool:
        nonlocal page
        if page["type"] == "progress":
            page = await rest.get(address)
        return bool(page["type"] != "progress")

    try:
        async with asyncio.timeout(LIMIT):
            await until(ready)
    except TimeoutError:
        raise DemoError(f"a dialog was busy for {LIMIT:.0f} s") from None
    return page
