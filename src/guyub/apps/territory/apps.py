from django.apps import AppConfig


class TerritoryConfig(AppConfig):
    name = "guyub.apps.territory"
    label = "territory"
    verbose_name = "Wilayah"
