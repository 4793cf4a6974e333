"""Tests that start real processes: Home Assistant, the emulator, the demo."""
