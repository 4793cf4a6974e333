"""Whole runs of Home Assistant's Assist pipeline."""
