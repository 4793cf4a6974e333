"""What a process does on the network: what it noted itself, and which sockets it has."""

from dataclasses import dataclass
from ipaddress import ip_address
import json
import os
from pathlib import Path
from typing import Any

AUDIT = Path(__file__).parent / "audit"
OWN_ADDRESS_PORT = 1
"""Home Assistant connects datagram sockets to this port to learn its own address; nothing is sent."""


@dataclass(frozen=True, slots=True)
class NetworkLog:
    """The file in which audited processes note each connection and each look-up of a name."""

    file: Path

    @property
    def environment(self) -> dict[str, str]:
        """What makes a Python process write it."""
        return {"PYTHONPATH": os.fspath(AUDIT), "NETWORK_LOG": os.fspath(self.file)}

    def uses(self, pid: int | None = None, *, besides: int | None = None) -> list[dict[str, Any]]:
        """Every use so far, of one process or of all, but for one local port."""
        uses = [json.loads(line) for line in self.file.read_text().splitlines()]
        return [
            use
            for use in uses
            if pid in {None, use["pid"]} and not _leads_to(besides, use["target"])
        ]


def stays_here(use: dict[str, Any]) -> bool:
    """Whether a use of the network concerned only this machine."""
    target = use["target"]
    if use["kind"] == "socket.connect" and use["datagram"] and target[1] == OWN_ADDRESS_PORT:
        return True
    host = target[0] if isinstance(target, list) else target
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host in {None, "", "localhost"}


def _leads_to(port: int | None, target: Any) -> bool:
    return port is not None and isinstance(target, list) and target[1] == port


def sockets(pid: int, *, besides: int | None = None) -> set[str]:
    """The TCP and UDP sockets of a process: kind, addresses and inode, as Linux shows them.

    Those to the port `besides` are left out.
    """
    inodes = set()
    for link in Path(f"/proc/{pid}/fd").iterdir():
        try:
            target = os.fspath(link.readlink())
        except FileNotFoundError:
            continue  # closed while we look
        if target.startswith("socket:["):
            inodes.add(target.removeprefix("socket:[").removesuffix("]"))
    found = set()
    for kind in ("tcp", "tcp6", "udp", "udp6"):
        for line in Path(f"/proc/{pid}/net/{kind}").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[9] in inodes and int(fields[2].rpartition(":")[2], 16) != besides:
                found.add(f"{kind} {fields[1]} {fields[2]} {fields[9]}")
    return found
