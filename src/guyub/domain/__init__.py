"""Pure rules: no clock, disk, database, network or web framework. Imports nothing of ours but itself and errors."""
