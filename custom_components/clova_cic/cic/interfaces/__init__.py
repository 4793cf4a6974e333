"""Typed payloads, one module per namespace of the protocol."""
