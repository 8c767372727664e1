"""Rules about proofs: their states, and how alike two pictures look."""
