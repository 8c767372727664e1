"""The posyandu of the life cycle: stages, who is expected, what follows from the check of an adult."""
