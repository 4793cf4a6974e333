"""Using a demo's Home Assistant as the person whose password was printed."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import aiohttp

from scripts.lib.demo.api import RestApi, Websocket


async def sign_in(session: aiohttp.ClientSession, facts: Mapping[str, str]) -> RestApi:
    """Sign in with name and password, in the way of the browser's page; KeyError if refused."""
    rest = RestApi(session, facts["url"])
    client = {"client_id": f"{facts['url']}/"}
    flow = await rest.post(
        "/auth/login_flow",
        {**client, "handler": ["homeassistant", None], "redirect_uri": f"{facts['url']}/"},
    )
    answer = await rest.post(
        f"/auth/login_flow/{flow['flow_id']}",
        {**client, "username": facts["user_name"], "password": facts["password"]},
    )
    code = answer["result"]
    tokens = await rest.post_form(
        "/auth/token", {**client, "grant_type": "authorization_code", "code": code}
    )
    rest.token = tokens["access_token"]
    return rest


@asynccontextmanager
async def assist(facts: Mapping[str, str]) -> AsyncIterator[tuple[RestApi, Websocket]]:
    """Both APIs of the demo that announced these facts."""
    async with aiohttp.ClientSession() as session:
        rest = await sign_in(session, facts)
        async with Websocket.connect(rest, session) as websocket:
            yield rest, websocket
