from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "guyub.apps.assessment"
    label = "assessment"
    verbose_name = "Penilaian"

    def ready(self) -> None:
        """Lead to villages and regions in the main menu; let figures follow from what happened."""
        from guyub.apps.assessment.beside import makers
        from guyub.apps.assessment.panels import register_village_line
        from guyub.apps.assessment.presentation import ways
        from guyub.apps.assessment.presentation.derived import beside_happened, happened_line
        from guyub.apps.assessment.services import HappenedStream, register_stream

        ways.register()
        register_stream(HappenedStream())
        makers.add(beside_happened, order=50)
        register_village_line(happened_line, order=10)
