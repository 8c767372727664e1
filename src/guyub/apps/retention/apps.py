from django.apps import AppConfig


class RetentionConfig(AppConfig):
    name = "guyub.apps.retention"
    verbose_name = "Masa simpan"
