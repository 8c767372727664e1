"""Pages about what follows from the families."""
