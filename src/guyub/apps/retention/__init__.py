"""How long personal data are kept, applied across all apps. Without tables of its own."""
