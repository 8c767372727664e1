"""Pages for bringing figures in."""
