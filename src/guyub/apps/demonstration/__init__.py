"""The demonstration: Mampang's two public recordings, Depok's kelurahan by name, and a city that does not exist."""
