"""Documents of coordination meetings."""
