"""The programming interface: the same services, the same permissions as the pages."""
