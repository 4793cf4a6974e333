"""The pictures of docs/signing-in.md, taken in a real browser."""
