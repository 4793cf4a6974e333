"""The demo's user: made at the first start, with a new password at every start."""

from dataclasses import dataclass, field
import secrets
from typing import Final

import aiohttp

from .api import ApiError, RestApi, Websocket
from .errors import DemoError
from .state import State

USER_NAME: Final = "demo"
TOKEN_NAME: Final = "scripts/demo"
TOKEN_DAYS: Final = 3650


@dataclass(frozen=True, slots=True)
class Login:
    """What a person types into the browser."""

    user_name: str
    password: str = field(repr=False)


def new_login() -> Login:
    """Return the user with a password for this run: 12 characters that are easy to copy."""
    return Login(USER_NAME, secrets.token_hex(6))


async def sign_in(session: aiohttp.ClientSession, url: str, state: State, login: Login) -> RestApi:
    """Return an API that acts for the user; afterwards the login holds."""
    if state.home_assistant_token is None:
        return await _create_user(session, url, state, login)
    rest = RestApi(session, url, state.home_assistant_token)
    try:
        async with Websocket.connect(rest, session) as websocket:
            user = await websocket.command("auth/current_user")
            await websocket.command(
                "config/auth_provider/homeassistant/admin_change_password",
                user_id=user["id"],
                password=login.password,
            )
    except ApiError as err:
        raise DemoError(f"{err}: start it with --fresh, which forgets all earlier starts") from None
    return rest


async def _create_user(
    session: aiohttp.ClientSession, url: str, state: State, login: Login
) -> RestApi:
    """Do what the first page in the browser does, and keep a token for later starts."""
    rest = RestApi(session, url)
    client = f"{url}/"
    code = await rest.post(
        "/api/onboarding/users",
        {
            "name": "Demo",
            "username": login.user_name,
            "password": login.password,
            "client_id": client,
            "language": "en",
        },
    )
    tokens = await rest.post_form(
        "/auth/token",
        {"grant_type": "authorization_code", "code": code["auth_code"], "client_id": client},
    )
    rest.token = tokens["access_token"]
    async with Websocket.connect(rest, session) as websocket:
        rest.token = state.home_assistant_token = await websocket.command(
            "auth/long_lived_access_token", client_name=TOKEN_NAME, lifespan=TOKEN_DAYS
        )
    return rest
