"""What pages show, made from stored rows: no query but those named, no HTML."""
