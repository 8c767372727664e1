"""Benchmarks: each module has ``main()``, which measures and returns lines. `make bench` prints them as one table."""
