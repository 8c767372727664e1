"""What pages and documents of one village show, made from domain answers; no query, no HTML."""
