"""Many villages at once: tables in and out, and the reports of other systems."""
