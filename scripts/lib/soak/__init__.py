"""The client of ring 1 against the emulator, under load and with faults at random."""
