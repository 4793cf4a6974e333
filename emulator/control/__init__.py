"""The control API: what people and other processes do with a running emulator (HTTP/1.1, JSON)."""

from .server import HOST, ControlServer

__all__ = ["HOST", "ControlServer"]
