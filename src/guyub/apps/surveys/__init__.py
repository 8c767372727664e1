"""Rounds of the family survey and its interviews."""
