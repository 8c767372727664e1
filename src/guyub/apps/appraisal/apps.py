from django.apps import AppConfig


class AppraisalConfig(AppConfig):
    name = "guyub.apps.appraisal"
    label = "appraisal"
    verbose_name = "Siklus penilaian"
