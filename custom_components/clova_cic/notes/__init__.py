"""Notifications, memos and reminders of the first edition."""
