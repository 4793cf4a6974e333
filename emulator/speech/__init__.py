"""What the emulator says and hears."""
