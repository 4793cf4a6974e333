"""Tests of what directives do in Home Assistant, one module per CIC interface."""
