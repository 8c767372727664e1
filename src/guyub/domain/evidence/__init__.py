"""Rules about proofs: their states, what is taken in, how alike two pictures look, and what looks odd."""
