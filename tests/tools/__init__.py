"""Tests of the developer's tools: the checks of scripts/lint, scripts/setup, the coverage gate."""
