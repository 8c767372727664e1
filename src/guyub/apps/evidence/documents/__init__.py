"""Documents about proofs: the portfolio for the jury."""
