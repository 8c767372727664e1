from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "guyub.apps.intake"
    label = "intake"
    verbose_name = "Berkas"

    def ready(self) -> None:
        """Show, hand out and forget what lists of families said."""
        from guyub.apps.intake.people_files.presentation.reported import reported_panel
        from guyub.apps.intake.people_files.services.personal import forget, hand_out
        from guyub.apps.people.panels import register
        from guyub.apps.people.signals import extract_wanted, person_erased

        person_erased.connect(forget, dispatch_uid="intake")
        extract_wanted.connect(hand_out, dispatch_uid="intake")
        register(reported_panel, order=30)
