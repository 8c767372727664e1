from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "guyub.apps.assessment"
    label = "assessment"
    verbose_name = "Penilaian"

    def ready(self) -> None:
        """Lead to villages and regions in the main menu."""
        from guyub.apps.assessment.presentation import ways

        ways.register()
