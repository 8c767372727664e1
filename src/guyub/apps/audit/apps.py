from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "guyub.apps.audit"
    verbose_name = "Jejak perubahan"

    def ready(self) -> None:
        from guyub.apps.audit import receivers

        receivers.connect()
