"""A directory to put on PYTHONPATH: every Python started so writes down its use of the network."""
