"""Tests of the emulator: real TLS connections on loopback, with clients of their own."""
