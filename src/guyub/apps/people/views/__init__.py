"""Pages of the registry of families."""
