from django.apps import AppConfig


class ScorecardConfig(AppConfig):
    name = "guyub.apps.scorecard"
    label = "scorecard"
    verbose_name = "Rapor kampung"

    def ready(self) -> None:
        """Lead to the scorecard from the village page."""
        from guyub.apps.assessment.panels import register_village_line
        from guyub.apps.scorecard.presentation.ways import village_line

        register_village_line(village_line, order=5)
