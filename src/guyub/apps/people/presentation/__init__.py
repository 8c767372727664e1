"""What pages of the registry say."""
