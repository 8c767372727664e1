"""What other apps may wait for."""

from django.dispatch import Signal

families_changed = Signal()
"""Sent in the writing transaction, with ``families``: ids whose members, couple, home or answers changed."""

person_erased = Signal()
"""Sent in the erasing transaction, with ``people`` (row numbers) and ``codes`` of one human being: blank their name."""

extract_wanted = Signal()
"""Sent with ``people`` (row numbers) and ``codes`` of one human being; a receiver returns a dict: title → its data."""
