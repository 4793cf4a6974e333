"""Tests of what players fetch."""
