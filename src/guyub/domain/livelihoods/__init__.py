"""Businesses of families: the cash book by month, permits and how long they hold."""
