"""Alerts in Home Assistant: the disk, the clock, the bell, entities and actions."""
