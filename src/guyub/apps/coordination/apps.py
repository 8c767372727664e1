from django.apps import AppConfig


class CoordinationConfig(AppConfig):
    name = "guyub.apps.coordination"
    label = "coordination"
    verbose_name = "Koordinasi"
