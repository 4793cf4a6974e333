"""Alarms, timers and reminders: kept, rung and shown."""
