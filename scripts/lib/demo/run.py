"""One run of the demo, from the first process to the last."""

from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import replace
import shutil
from typing import Final

import aiohttp
from homeassistant.const import __version__ as home_assistant_version

from . import check, clova, config_dir, guide, mpd, speaker
from .account import Login, new_login, sign_in
from .api import RestApi, Websocket
from .cloud import Cloud
from .control import Control
from .home_assistant import HomeAssistant, listening, started, url_of, write_authorities
from .mpd import Mpd
from .options import ANY_FREE_PORT, Options
from .ports import claim
from .processes import Guard, unless_ended
from .progress import step
from .state import State

_EMULATOR_HOST: Final = "127.0.0.1"


class Demo:
    """Starts everything, says what to try, and ends everything."""

    def __init__(self, options: Options, state: State, guard: Guard) -> None:
        """Prepare; nothing happens before `run`."""
        self.serving = False
        """Everything is up, so that an interruption is the way to end."""
        self._options = options
        self._state = state
        self._guard = guard
        self._login = new_login()

    async def run(self) -> bool:
        """Run until cancelled, or until the check is done; tells whether all was right.

        Raises DemoError where something is in the way.
        """
        state = self._state
        options = _with_free_ports(self._options, state)
        self._forget_what_is_of_no_use()
        state.ports = _ports(options)
        async with AsyncExitStack() as stack:
            cloud = await stack.enter_async_context(
                Cloud.running(
                    self._guard,
                    port=options.cic_port,
                    auth_port=options.auth_port,
                    control_port=options.control_port,
                    directory=state.emulator,
                    log=state.emulator_log,
                )
            )
            player = await stack.enter_async_context(self._player()) if mpd.is_installed() else None
            write_authorities(state.authorities, cloud.ca_file)
            config_dir.prepare(state.config, host=options.host, port=options.port)
            home_assistant = await stack.enter_async_context(
                HomeAssistant.running(
                    self._guard,
                    config=state.config,
                    log=state.home_assistant_log,
                    url=url_of(options.host, options.port),
                    authorities=state.authorities,
                )
            )
            return await self._use(home_assistant, cloud, player)

    def _player(self) -> AbstractAsyncContextManager[Mpd]:
        """Start mpd, at the port of last time if that is free."""
        state = self._state
        port = claim(mpd.HOST, ANY_FREE_PORT, "--port", last=state.speaker.get("port"))
        return Mpd.running(self._guard, port=port, directory=state.mpd, log=state.mpd_log)

    async def _use(self, home_assistant: HomeAssistant, cloud: Cloud, player: Mpd | None) -> bool:
        """Connect them, then check them or leave them to the person."""
        url, others = home_assistant.url, [cloud.child]
        if player is not None:
            others.append(player.child)
        children = [*others, home_assistant.child]
        async with aiohttp.ClientSession() as session:
            rest = await unless_ended(self._set_up(session, url, cloud, player), *children)
            if self._options.check:
                control = Control.of(session, cloud)
                return await unless_ended(check.run(session, rest, control, player), *children)
        self._state.announce(_facts(url, self._login, cloud, player))
        guide.show(url, self._login, cloud, self._state, with_music=player is not None)
        self.serving = True
        await unless_ended(home_assistant.kept_running(), *others)
        return True

    async def _set_up(
        self, session: aiohttp.ClientSession, url: str, cloud: Cloud, player: Mpd | None
    ) -> RestApi:
        """Bring Home Assistant into the state in which Assist asks CLOVA."""
        async with step(f"Starting Home Assistant {home_assistant_version}") as remark:
            await listening(session, url)
            rest = await sign_in(session, url, self._state, self._login)
            async with Websocket.connect(rest, session) as websocket:
                await started(websocket)
            remark(f"{url},")
        async with (
            Websocket.connect(rest, session) as websocket,
            step("Connecting CLOVA, as the default for Assist"),
        ):
            account = clova.Account(cloud.base_url, cloud.access_token)
            agent = await clova.set_up(rest, websocket, account, self._state)
            await clova.make_default(websocket, agent)
        if player is not None:
            async with (
                Websocket.connect(rest, session) as websocket,
                step("Choosing mpd as CLOVA's speaker"),
            ):
                host = self._options.host
                await speaker.set_up(rest, websocket, self._state, host=host, port=player.port)
                await clova.put_on_overview(websocket)
        return rest

    def _forget_what_is_of_no_use(self) -> None:
        """Start from nothing if that is wanted, or if the first start was never finished."""
        if self._options.fresh and self._state.emulator.exists():
            shutil.rmtree(self._state.emulator)
        users = self._state.config / ".storage" / "auth"
        unfinished = self._state.home_assistant_token is None or not users.exists()
        if self._options.fresh or unfinished:
            config_dir.remove(self._state.config)
            self._state.forget()


def _facts(url: str, login: Login, cloud: Cloud, player: Mpd | None) -> dict[str, str]:
    """Return what another program needs to use this demo."""
    facts = {
        "url": url,
        "user_name": login.user_name,
        "password": login.password,
        "base_url": cloud.base_url,
        "auth_url": cloud.auth_url,
        "access_token": cloud.access_token,
        "control_url": cloud.control_url,
        "control_token": cloud.control_token,
    }
    if player is not None:
        facts["mpd_port"] = str(player.port)
    return facts


def _with_free_ports(options: Options, state: State) -> Options:
    """Replace 0 with a free port; raises UsageError if one that was given is in use."""
    last = state.ports
    host = _EMULATOR_HOST
    port = claim(options.host, options.port, "--port", last=last.get("port"))
    cic_port = claim(host, options.cic_port, "--cic-port", last=last.get("cic_port"))
    auth_port = claim(host, options.auth_port, "--auth-port", last=last.get("auth_port"))
    control_port = claim(
        host, options.control_port, "--control-port", last=last.get("control_port")
    )
    return replace(
        options, port=port, cic_port=cic_port, auth_port=auth_port, control_port=control_port
    )


def _ports(options: Options) -> dict[str, int]:
    return {
        "port": options.port,
        "cic_port": options.cic_port,
        "auth_port": options.auth_port,
        "control_port": options.control_port,
    }
