from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "guyub.apps.surveys"
    verbose_name = "Pendataan keluarga"

    def ready(self) -> None:
        from guyub.apps.people.panels import register
        from guyub.apps.people.signals import extract_wanted, person_erased
        from guyub.apps.surveys.presentation.panel import interviews_panel
        from guyub.apps.surveys.services.personal import forget, hand_out

        register(interviews_panel, order=30)
        person_erased.connect(forget, dispatch_uid="surveys")
        extract_wanted.connect(hand_out, dispatch_uid="surveys")
