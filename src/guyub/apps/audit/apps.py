from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "guyub.apps.audit"
    verbose_name = "Jejak perubahan"
