"""Children of school age: who is not in school, what is being done about it, what came of it."""
