from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "guyub.apps.audit"
    verbose_name = "Jejak perubahan"

    def ready(self) -> None:
        from guyub.apps.audit import receivers
        from guyub.apps.audit.presentation import trail_way
        from guyub.apps.ui.navigation import main

        receivers.connect()
        main.add(trail_way, order=90)
