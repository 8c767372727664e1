"""The ui app."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """The look of every page."""

    name = "guyub.apps.ui"
    label = "ui"
