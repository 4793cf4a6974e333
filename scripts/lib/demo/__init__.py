"""The demo: a real Home Assistant with CLOVA, and the emulator of the cloud that it talks to."""
