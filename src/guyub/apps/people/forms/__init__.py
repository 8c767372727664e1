"""What people type into the registry."""
