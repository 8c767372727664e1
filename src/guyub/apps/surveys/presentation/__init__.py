"""What the pages of surveys show."""
