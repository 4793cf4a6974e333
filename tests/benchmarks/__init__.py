"""Tests of the benchmark: that what it measures with does what it says."""
