from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "guyub.apps.accounts"
    label = "accounts"
    verbose_name = "Akun"

    def ready(self) -> None:
        from allauth.mfa.signals import authenticator_added

        from guyub.apps.accounts import permissions  # noqa: F401  registers the rules
        from guyub.apps.accounts.second_factor import end_other_sessions

        authenticator_added.connect(end_other_sessions)
