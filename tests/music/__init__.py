"""Music in a real Home Assistant: a cloud that sends it, a speaker that plays it."""
