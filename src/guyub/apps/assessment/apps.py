from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "guyub.apps.assessment"
    label = "assessment"
    verbose_name = "Penilaian"

    def ready(self) -> None:
        """Lead to villages and regions in the main menu; let figures follow from what happened."""
        from guyub.apps.assessment.presentation import ways
        from guyub.apps.assessment.services import HappenedStream, register_stream

        ways.register()
        register_stream(HappenedStream())
