"""The server's side of HTTP/2 over TLS: connections, streams, frames, bodies as they arrive."""
