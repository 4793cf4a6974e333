"""What is measured, against what: `scripts/bench`."""
