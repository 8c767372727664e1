"""The Django project: one app per subject. Pages, tables and permissions around the pure rules in `guyub.domain`."""
