"""What a whole sign-in leaves behind in logs and errors: not one secret."""

import asyncio
import logging
import traceback

import pytest

from custom_components.clova_cic.cic import (
    AuthError,
    AuthUnavailableError,
    CicError,
    TokenRefusedError,
)
from emulator import Emulator
from emulator.auth.accounts import UserState
from emulator.auth.faults import AuthFault, AuthFaultKind

from .auth_script import IDENTITY as ODD, AuthScript, granted, tokens
from .conftest import DeviceFactory
from .signing_in import IDENTITY, signing_in
from .words import words

ACCOUNTS = ("naver-demo", "naver-new", "naver-left", "nobody-knows-this", "line-demo")


def told_by(error: BaseException) -> str:
    """Everything that can be printed of an error."""
    attributes = [repr(value) for value in vars(error).values()]
    return "\n".join(
        [str(error), repr(error), repr(error.args), *attributes, *traceback.format_exception(error)]
    )


@pytest.mark.timeout(60)
async def test_a_whole_sign_in_tells_no_secret(
    make_device: DeviceFactory, emulator: Emulator, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    asyncio.get_running_loop().set_debug(enabled=True)
    secrets = {IDENTITY.client_id, IDENTITY.client_secret, IDENTITY.device_id, *ACCOUNTS}
    old = "refresh-of-old"  # not written where a trace shows the line
    secrets.add(old)
    told: list[str] = []
    async with signing_in(emulator) as account:
        api = account.api

        # Each way in, and what keeps one out.
        for name in ("naver-left", "nobody-knows-this"):
            with pytest.raises(AuthError) as caught:
                await api.authorize(name)
            told.append(told_by(caught.value))
        for authorization in (
            await api.authorize("naver-new"),
            await api.authorize("line-demo", account_code=True),
            await api.authorize(None),
            await api.authorize("naver-demo"),
        ):
            secrets.add(authorization.code)
            told.append(repr(authorization))
            if authorization.terms_url:
                secrets.add(authorization.terms_url)
                emulator.auth.set_state("naver-new", UserState.ACCEPTED)
            pair = await api.issue(authorization.code)
            assert pair.refresh_token is not None
            secrets |= {pair.access_token, pair.refresh_token}
            told.append(repr(pair))
            with pytest.raises(AuthError) as caught:
                await api.issue(authorization.code)
            told.append(told_by(caught.value))

        # Each way to fail.
        for fault in (
            AuthFault(kind=AuthFaultKind.STATUS, status=500),
            AuthFault(kind=AuthFaultKind.HTML),
            AuthFault(kind=AuthFaultKind.DROP, times=2),  # aiohttp asks a second time
        ):
            emulator.auth.inject(fault)
            with pytest.raises(AuthUnavailableError) as caught:
                await api.refresh(old)
            told.append(told_by(caught.value))

        # A device that lives on it, and is refused in the end.
        keeper = account.keeper(left=0.5)
        secrets.add(await keeper.token())
        async with make_device(token=keeper).running() as device:
            async with asyncio.timeout(5):
                await account.stored.wait()
            emulator.auth.expire()
            assert words(await device.client.ask("hello", conversation="kitchen"))
            await api.delete(account.saved[-1].access_token)
            emulator.auth.revoke()
            with pytest.raises(TokenRefusedError) as refused:
                await device.client.ask("hello", conversation="kitchen")
            told.append(told_by(refused.value))
            await device.host.until(lambda: "sign in" in device.host.log)
            told += [told_by(error) for error in device.host.errors]
        for saved in account.saved:
            secrets |= {saved.access_token, saved.refresh_token or "?"}
        told += [repr(thing) for thing in (keeper, api, IDENTITY, device.client)]

    secrets.discard("?")
    assert len(account.saved) == 2
    assert len(secrets) > 15
    # The log is asked as a whole, with what every library writes there.
    everything = "\n".join([*told, caplog.text, *(str(record.args) for record in caplog.records)])
    assert "the authorization server answered with" in caplog.text
    assert [secret for secret in secrets if secret in everything] == []


@pytest.mark.parametrize("status", [200, 302, 400, 403, 404, 423, 451, 500])
async def test_no_error_repeats_what_was_asked_or_answered(
    status: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    body = f"<html>{ODD.client_secret} acct-tok c-1 r-1 a-1</html>".encode()
    api = AuthScript((status, body)).api()
    errors: list[CicError] = []
    for request in (api.authorize("acct-tok"), api.issue("c-1"), api.refresh("r-1")):
        with pytest.raises(AuthError) as caught:
            await request
        errors.append(caught.value)
    text = "\n".join([*map(told_by, errors), caplog.text])
    for secret in (ODD.client_secret, ODD.client_id, ODD.device_id, "acct-tok", "auth.example"):
        assert secret not in text
    # What is given is as silent.
    given = AuthScript(granted(451, redirect_uri="https://terms.example/?id=5e"), tokens()).api()
    text = repr(await given.authorize("acct-tok")) + repr(await given.issue("c-1")) + repr(ODD)
    for secret in ("c-1", "5e", "access-1", "refresh-1", ODD.client_secret, ODD.device_id):
        assert secret not in text
