"""What a person has to mend, as issues in Home Assistant's repairs."""
