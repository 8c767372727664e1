"""What other apps may wait for."""

from django.dispatch import Signal

families_changed = Signal()
"""Sent in the writing transaction, with ``families``: ids whose members, couple, home or answers changed."""
