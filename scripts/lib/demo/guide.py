"""What a person reads when everything is up."""

import os
import shlex
from typing import Final

from .account import Login
from .cloud import Cloud
from .options import ROOT
from .progress import say
from .state import State
from .table import lines

SENTENCES: Final = {
    "한국어": ("지금 몇 시야?", "내일 서울 날씨 알려줘", "타이머 맞춰줘"),
    "日本語": ("今何時？", "明日の東京の天気は？", "冗談を言って"),
    "English": ("What can you do?", "What is 17 times 25?", "Set a timer"),
}

ACCOUNT: Final = (
    ("Client ID", "demo-client"),
    ("Client secret", "demo-secret"),
    ("NAVER access token", "naver-demo, or naver-new"),
)
"""What the emulator knows if it is told nothing else."""

_MUSIC: Final = """
"재즈 틀어줘", "音楽をかけて" or "Play some jazz" plays music on mpd, which plays to nobody; see the
players on the overview, and press their buttons.
"""
_NO_MUSIC: Final = """
For music, install mpd before the next start, or choose another media player in CLOVA's options.
"""

_GUIDE: Final = """
  Address    {url}
  User name  {user_name}
  Password   {password}

Sign in, open Assist (top right) and type, for example:

{sentences}
{music}
Or speak, with the microphone there. What was said, the emulator must be told before:

  {curl}/transcript \\
    -d '{{"text": "17 곱하기 25는?"}}'

CLOVA is under Settings > Devices & services. Let the cloud send it something, here a link:

  {curl}/push \\
    -d '{{"directive": "Clova.LaunchURI"}}'

and see it among the notifications, in the activity of the entity "Directive", and in automations
that listen to it. {control_url} tells what else there is; /directives lists all of them.

To try signing in, add CLOVA once more: NAVER account, with any model ID and

{account}

naver-new has to accept terms of use first; more accounts are in docs/emulator.md.

Logs: {logs}

Ctrl-C ends it all; the next start takes seconds.
"""


def show(url: str, login: Login, cloud: Cloud, state: State, *, with_music: bool) -> None:
    """Print where to go and what to try."""
    token_file = shlex.quote(_short(os.fspath(state.emulator / "control_token")))
    rows = [("", language, *examples) for language, examples in SENTENCES.items()]
    servers = [("Server address", cloud.base_url), ("Authorization server", cloud.auth_url)]
    say(
        _GUIDE.format(
            url=url,
            user_name=login.user_name,
            password=login.password,
            sentences="\n".join(lines(rows)),
            music=_MUSIC if with_music else _NO_MUSIC,
            account="\n".join(lines([("", *row) for row in (*ACCOUNT, *servers)])),
            curl=f'curl -H "Authorization: Bearer $(cat {token_file})" {cloud.control_url}',
            control_url=cloud.control_url,
            logs=_short(os.fspath(state.directory / "*.log")),
        )
    )


def _short(path: str) -> str:
    """Return a path as somebody in the checkout would type it."""
    return path.removeprefix(f"{ROOT}{os.sep}")
