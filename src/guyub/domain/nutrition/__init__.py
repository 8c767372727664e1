"""What foods hold, what people need of it a day, and local supplementary food (PMT)."""
