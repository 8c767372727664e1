from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "guyub.apps.programmes"
    label = "programmes"
    verbose_name = "Kelompok kegiatan"

    def ready(self) -> None:
        """Hand out and forget what is held of people."""
        from guyub.apps.people.signals import extract_wanted, person_erased
        from guyub.apps.programmes.services.personal import forget, hand_out

        person_erased.connect(forget, dispatch_uid="programmes")
        extract_wanted.connect(hand_out, dispatch_uid="programmes")
