"""Reads for everybody: nothing here is about a person, and nothing depends on who asks."""
