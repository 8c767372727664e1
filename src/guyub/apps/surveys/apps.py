from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "guyub.apps.surveys"
    verbose_name = "Pendataan keluarga"

    def ready(self) -> None:
        """Show interviews on the family page, lead to the survey round, and keep answers for their time."""
        from guyub.apps.people.panels import register
        from guyub.apps.people.presentation.menu import pages
        from guyub.apps.people.signals import extract_wanted, person_erased
        from guyub.apps.retention import keepers
        from guyub.apps.surveys.presentation.panel import interviews_panel
        from guyub.apps.surveys.presentation.ways import ROUND
        from guyub.apps.surveys.services import retention
        from guyub.apps.surveys.services.personal import forget, hand_out

        register(interviews_panel, order=30)
        pages.add(ROUND, order=20)
        keepers.register(*retention.keepers())
        person_erased.connect(forget, dispatch_uid="surveys")
        extract_wanted.connect(hand_out, dispatch_uid="surveys")
