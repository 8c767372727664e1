from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "guyub.apps.assessment"
    label = "assessment"
    verbose_name = "Penilaian"
