"""What other apps may wait for."""

from django.dispatch import Signal

families_changed = Signal()
"""Sent in the writing transaction, with ``families``: ids whose members, couple, home or answers changed."""

person_erased = Signal()
"""Sent in the erasing transaction, with ``people`` (row numbers) and ``codes`` of one human being: blank their name."""

extract_wanted = Signal()
"""Sent with ``people`` (row numbers) and ``codes`` of one human being; a receiver returns a dict: title → its data."""

merge_touches = Signal()
"""Sent with ``kept`` and ``absorbed``, two entries that become one; a receiver returns querysets of its rows that the
merge may change: they are put back when it is undone."""

people_merged = Signal()
"""Sent in the merging transaction, with ``actor``, ``kept`` and ``absorbed``: give the kept one what the other had."""

merge_undone = Signal()
"""Sent in the undoing transaction, with ``kept`` and ``absorbed``, once their rows are back: work out what follows."""
