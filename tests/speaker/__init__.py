"""Tests of the speaker, with players of many kinds."""
