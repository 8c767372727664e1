"""Pages of surveys; thin: services decide, presentation words it."""
