"""What the assistant can do, one module per skill."""
