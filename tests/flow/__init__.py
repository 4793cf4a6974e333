"""Tests of the dialogs of setting up."""
