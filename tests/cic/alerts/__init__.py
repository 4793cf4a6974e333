"""The alert book of ring 1, with a clock that the tests turn."""
