"""Pictures of the running demo for the documentation, taken in a real browser."""
