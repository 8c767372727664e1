from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "guyub.apps.surveys"
    verbose_name = "Pendataan keluarga"

    def ready(self) -> None:
        from guyub.apps.people.panels import register
        from guyub.apps.surveys.presentation.panel import interviews_panel

        register(interviews_panel, order=30)
