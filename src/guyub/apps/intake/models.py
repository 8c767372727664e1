"""Files that were handed in. The tables come with the file import."""
