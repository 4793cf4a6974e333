"""Content templates as text."""
