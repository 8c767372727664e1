from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "guyub.apps.intake"
    label = "intake"
    verbose_name = "Berkas"
