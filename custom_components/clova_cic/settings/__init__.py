"""The settings that CLOVA and the device agree on."""
