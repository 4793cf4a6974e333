"""The player that gives the device its voice, and who may sound on it."""
