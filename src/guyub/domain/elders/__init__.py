"""Screening of elders and what follows from it; usable without Django."""
