"""The authorization API of CLOVA (docs/protocol/auth.md): HTTPS/1.1 on a port of its own."""
