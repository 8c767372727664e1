"""Who did what, when: an append-only trail whose entries are chained, so that a changed row shows."""
