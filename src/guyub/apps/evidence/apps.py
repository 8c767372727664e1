from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "guyub.apps.evidence"
    label = "evidence"
    verbose_name = "Bukti"
