"""Tests of the integration, the protocol package and the emulator."""
