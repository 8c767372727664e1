from django.apps import AppConfig


class MothersConfig(AppConfig):
    name = "guyub.apps.mothers"
    label = "mothers"
    verbose_name = "Ibu hamil dan menyusui"

    def ready(self) -> None:
        """Hand out and forget what is held of people."""
        from guyub.apps.mothers.services.personal import forget, hand_out
        from guyub.apps.people.signals import extract_wanted, person_erased

        person_erased.connect(forget, dispatch_uid="mothers")
        extract_wanted.connect(hand_out, dispatch_uid="mothers")
