from django.apps import AppConfig


class GrowthConfig(AppConfig):
    name = "guyub.apps.growth"
    label = "growth"
    verbose_name = "Tumbuh kembang anak"

    def ready(self) -> None:
        """Follow the registry: another date of birth or sex gives other z-scores; who is erased leaves none."""
        from guyub.apps.growth.services.following import follow
        from guyub.apps.growth.services.personal import forget, hand_out
        from guyub.apps.people.signals import extract_wanted, families_changed, person_erased

        families_changed.connect(follow, dispatch_uid="growth")
        person_erased.connect(forget, dispatch_uid="growth")
        extract_wanted.connect(hand_out, dispatch_uid="growth")
