from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "guyub.apps.people"
    verbose_name = "Registrasi keluarga"
