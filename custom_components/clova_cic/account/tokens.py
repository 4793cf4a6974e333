"""An entry's tokens: renewed at its authorization server, kept on the disk, given back at the end."""

import asyncio
from dataclasses import replace
from typing import Final

from homeassistant.core import HomeAssistant

from ..cic import AuthApi, AuthError, StaticToken, TokenKeeper, TokenPair, TokenProvider
from ..cic.token_keeper import Save
from ..const import LOGGER
from .auth_http import AuthHttp
from .credentials import Credentials
from .entry_settings import EntrySettings

REVOKE_LIMIT: Final = 5.0  # seconds that a removal waits for the authorization server


def async_auth_api(
    hass: HomeAssistant,
    settings: EntrySettings,
    device_id: str,
    transport: AuthHttp | None = None,
) -> AuthApi | None:
    """Return the authorization API for a device; None if its client data is not known."""
    identity = settings.identity(device_id)
    if identity is None or settings.auth_url is None:
        return None
    return AuthApi(
        settings.auth_url, identity, transport or AuthHttp(hass, verify=settings.verify_ssl)
    )


def async_token_provider(
    hass: HomeAssistant,
    settings: EntrySettings,
    device_id: str,
    pair: TokenPair,
    save: Save,
) -> TokenProvider:
    """Return what keeps the token valid, or holds it if it cannot be renewed."""
    api = async_auth_api(hass, settings, device_id)
    if api is None or pair.refresh_token is None:
        return StaticToken(pair.access_token)
    return TokenKeeper(api, pair, save=save)


def pair_of(credentials: Credentials) -> TokenPair:
    """Return the tokens among the credentials."""
    return TokenPair(
        access_token=credentials.access_token,
        refresh_token=credentials.refresh_token,
        expires_at=credentials.expires_at,
    )


def with_pair(credentials: Credentials | None, pair: TokenPair) -> Credentials:
    """Return the credentials with other tokens."""
    if credentials is None:
        credentials = Credentials(access_token=pair.access_token)
    return replace(
        credentials,
        access_token=pair.access_token,
        refresh_token=pair.refresh_token,
        expires_at=pair.expires_at,
    )


async def async_revoke(api: AuthApi, pair: TokenPair) -> None:
    """Have the authorization server forget a token, as far as it can be reached."""
    try:
        async with asyncio.timeout(REVOKE_LIMIT):
            await api.delete(pair.access_token)
    except AuthError as err:
        LOGGER.info("A token that is no longer used could not be revoked: %s", err)
    except TimeoutError:
        LOGGER.info("A token that is no longer used could not be revoked in time")
