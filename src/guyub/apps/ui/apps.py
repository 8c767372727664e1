"""The ui app."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """The look of every page."""

    name = "guyub.apps.ui"
    label = "ui"

    def ready(self) -> None:
        """Lead who runs the site to its administration."""
        from guyub.apps.ui.navigation import administration, main

        main.add(administration, order=40)
