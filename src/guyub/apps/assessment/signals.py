"""What other apps may wait for."""

from django.dispatch import Signal

figures_wanted = Signal()
"""Sent before the figures of a village are read to be shown, or fixed (``at_once``), with ``village``: its code.

Who holds figures back puts them on record if their time has come, or whatever the time is if they are to be fixed.
"""
