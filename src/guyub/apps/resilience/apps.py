from django.apps import AppConfig


class ResilienceConfig(AppConfig):
    name = "guyub.apps.resilience"
    label = "resilience"
    verbose_name = "Ketahanan keluarga"

    def ready(self) -> None:
        """Follow the registry, and put what follows from a family on its page."""
        from guyub.apps.people.panels import register
        from guyub.apps.people.signals import families_changed
        from guyub.apps.resilience.presentation.panel import family_panel
        from guyub.apps.resilience.services.following import follow

        families_changed.connect(follow, dispatch_uid="resilience")
        register(family_panel, order=20)
