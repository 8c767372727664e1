from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "guyub.apps.accounts"
    label = "accounts"
    verbose_name = "Akun"

    def ready(self) -> None:
        from guyub.apps.accounts import permissions  # noqa: F401  registers the rules
