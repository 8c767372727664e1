"""The registry: people, families, where they live, and what happened to them. Entered once."""
