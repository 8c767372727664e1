"""What the pages for bringing figures in show; no query, no HTML."""
