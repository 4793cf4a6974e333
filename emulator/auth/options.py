"""The command line's options of the authorization API."""

import argparse
from typing import Any

from ..config import EmulatorConfig
from .accounts import DEMO_USERS, User, user_from


def add_options(parser: argparse.ArgumentParser) -> None:
    """Everything but the port."""
    group = parser.add_argument_group(
        "authorization API", f"Without --user: {', '.join(user.name for user in DEMO_USERS)}."
    )
    defaults = EmulatorConfig()
    group.add_argument(
        "--user",
        action="append",
        type=_user,
        metavar="NAME=TOKEN[:STATE][:line]",
        help="an account instead of the demo's, with the token that it shows; STATE is accepted, "
        "new (has not accepted the terms of use) or left (less than one month ago); line: the "
        "token is an authorization code of LINE; may be repeated",
    )
    group.add_argument("--client-id", default=defaults.client_id, help="default: %(default)s")
    group.add_argument(
        "--client-secret", default=defaults.client_secret, help="default: %(default)s"
    )
    group.add_argument(
        "--model-id",
        action="append",
        default=[],
        help="a model id that is accepted; may be repeated (default: any is)",
    )
    group.add_argument(
        "--token-lifetime",
        type=_seconds,
        default=defaults.token_lifetime,
        metavar="SECONDS",
        help="how long access tokens are accepted (default: %(default)g)",
    )
    group.add_argument("--no-guest", action="store_true", help="have no guest mode")
    group.add_argument(
        "--revoke-on-refresh",
        action="store_true",
        help="end the old access token at a refresh (default: at its own end)",
    )
    group.add_argument(
        "--refresh-grace",
        action="store_true",
        help="accept the old refresh token until a new token was shown (default: once only)",
    )


def auth_settings(options: argparse.Namespace) -> dict[str, Any]:
    """Those of the emulator's settings that these options are about."""
    return {
        "auth_port": options.auth_port,
        "users": tuple(options.user or DEMO_USERS),
        "client_id": options.client_id,
        "client_secret": options.client_secret,
        "model_ids": tuple(options.model_id),
        "guests": not options.no_guest,
        "token_lifetime": options.token_lifetime,
        "revoke_on_refresh": options.revoke_on_refresh,
        "refresh_grace": options.refresh_grace,
    }


def _user(text: str) -> User:
    try:
        return user_from(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 <= seconds < float("inf"):
        raise argparse.ArgumentTypeError("a lifetime is zero or more seconds")
    return seconds
