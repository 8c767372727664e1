"""Coordination of offices: what may happen to a commitment, and when it is late. Pure rules."""
