"""Guyub helps a village raise its Kampung Keluarga Berkualitas class."""
