"""Drafts of the village profile, and files of villages: the steps before `assessment.services` records."""
