"""Playback by the clock of the tests."""
