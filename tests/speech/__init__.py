"""Tests of what CLOVA says, on its way."""
