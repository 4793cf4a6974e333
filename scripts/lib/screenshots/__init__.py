"""Pictures of signing in and of features for the documentation, taken in a real browser."""
