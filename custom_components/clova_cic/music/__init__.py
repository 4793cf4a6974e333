"""What CLOVA plays."""
