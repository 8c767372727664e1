from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "guyub.apps.surveys"
    verbose_name = "Pendataan keluarga"
