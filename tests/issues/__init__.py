"""Tests of what a person has to mend."""
