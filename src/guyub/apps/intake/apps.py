from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "guyub.apps.intake"
    label = "intake"
    verbose_name = "Berkas"

    def ready(self) -> None:
        """Show, hand out and forget what lists of families said; lead to files in and out."""
        from guyub.apps.intake.people_files.presentation.reported import reported_panel
        from guyub.apps.intake.people_files.services.personal import forget, hand_out
        from guyub.apps.intake.presentation.ways import EXPORT, IMPORT, upload_way
        from guyub.apps.intake.services import retention
        from guyub.apps.people.panels import register
        from guyub.apps.people.presentation.menu import pages
        from guyub.apps.people.signals import extract_wanted, person_erased
        from guyub.apps.retention import keepers
        from guyub.apps.ui.navigation import main

        person_erased.connect(forget, dispatch_uid="intake")
        extract_wanted.connect(hand_out, dispatch_uid="intake")
        register(reported_panel, order=30)
        main.add(upload_way, order=30)
        pages.add(IMPORT, order=50)
        pages.add(EXPORT, order=60)
        keepers.register(*retention.keepers())
