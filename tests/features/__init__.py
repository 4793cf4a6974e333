"""Features: what of the home CLOVA may see and control."""
