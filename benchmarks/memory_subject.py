"""A process whose memory is measured: ring 1 alone, or httpx.

usage: python -m benchmarks.memory_subject ours|peer BASE_URL CA_FILE TOKEN

The order `ask` asks and reads the whole answer, and tells by how much memory grew meanwhile.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import asynccontextmanager
import gc
import importlib.util
from pathlib import Path
import ssl
import sys
from typing import Any

from .child import obey
from .host import BareHost

_PACKAGE = Path(__file__).resolve().parents[1] / "custom_components" / "clova_cic" / "cic"
_READY_LIMIT = 10.0
_USER_AGENT = "Bench/memory/1.0.0 (Linux;loopback)"
_PROC = Path("/proc/self")

type Listen = Callable[[str], AsyncGenerator[bytes]]


def _memory(name: str) -> int:
    """Return a line of this process's status, in bytes: VmRSS (now) or VmHWM (at most)."""
    for line in (_PROC / "status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) * 1024
    raise RuntimeError(f"no {name} in {_PROC / 'status'}")


def _forget_peak() -> None:
    """Let VmHWM begin anew (proc(5), clear_refs)."""
    (_PROC / "clear_refs").write_text("5")


async def _ask(listen: Listen, text: str) -> dict[str, int]:
    """Ask and read; return the bytes that were read and by how many the process grew at most."""
    gc.collect()
    _forget_peak()
    before = _memory("VmRSS")
    read = 0
    async for chunk in listen(text):
        read += len(chunk)
    return {"read": read, "growth": _memory("VmHWM") - before}


def _ring_1() -> Any:
    """Load the package by its path: as a part of the integration it would bring Home Assistant."""
    spec = importlib.util.spec_from_file_location(
        "cic", _PACKAGE / "__init__.py", submodule_search_locations=[str(_PACKAGE)]
    )
    assert spec is not None
    assert spec.loader is not None
    sys.modules["cic"] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@asynccontextmanager
async def _ours(base_url: str, tls: ssl.SSLContext, token: str) -> AsyncIterator[Listen]:
    """Connect with ring 1."""
    cic = _ring_1()

    async def context() -> ssl.SSLContext:
        return tls

    client = cic.CicClient(
        cic.ClientConfig(base_url=base_url, user_agent=_USER_AGENT),
        token=cic.StaticToken(token),
        tls=context,
        host=BareHost(),
    )

    async def listen(text: str) -> AsyncGenerator[bytes]:
        turn = client.begin(text, conversation="bench")
        async for item in turn.speech.listen():
            async for chunk in item.chunks():
                yield chunk
        await turn.reply()

    link = asyncio.create_task(client.run())
    try:
        await client.wait_ready(_READY_LIMIT)
        yield listen
    finally:
        link.cancel()
        await asyncio.gather(link, return_exceptions=True)


@asynccontextmanager
async def _peer(base_url: str, tls: ssl.SSLContext, token: str) -> AsyncIterator[Listen]:
    """Connect with httpx."""
    from .httpx_peer import HttpxDevice  # noqa: PLC0415 - only what is measured is loaded

    async with HttpxDevice(base_url, tls, token, _USER_AGENT) as device:
        yield device.stream


async def main(who: str, base_url: str, ca_file: str, token: str) -> None:
    """Connect, then do as told."""
    tls = ssl.create_default_context(cafile=ca_file)
    tls.set_alpn_protocols(["h2"])
    async with (_ours if who == "ours" else _peer)(base_url, tls, token) as listen:

        async def ask(text: str) -> dict[str, int]:
            return await _ask(listen, text)

        if "homeassistant" in sys.modules:
            raise RuntimeError("there is more in this process than what is measured")
        await obey({}, {"ask": ask})


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
