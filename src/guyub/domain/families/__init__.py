"""Families: what is recorded of them, and what follows (iBangga, stunting risk, family planning, living conditions)."""
