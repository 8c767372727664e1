from django.apps import AppConfig


class ScorecardConfig(AppConfig):
    name = "guyub.apps.scorecard"
    label = "scorecard"
    verbose_name = "Rapor kampung"

    def ready(self) -> None:
        """Lead to the scorecard from the village page, the pages of its families, and a city's first page."""
        from guyub.apps.assessment.panels import register_home_line, register_village_line
        from guyub.apps.people.presentation.menu import pages
        from guyub.apps.scorecard.presentation.ways import VILLAGE_PAGE, home_line, village_line

        register_village_line(village_line, order=5)
        register_home_line(home_line, order=5)
        pages.add(VILLAGE_PAGE, order=70)
