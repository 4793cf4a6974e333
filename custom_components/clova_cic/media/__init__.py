"""Sound and pictures from elsewhere, guarded, on their way to players and pages."""
