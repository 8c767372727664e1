from django.apps import AppConfig


class MothersConfig(AppConfig):
    name = "guyub.apps.mothers"
    label = "mothers"
    verbose_name = "Ibu hamil dan menyusui"

    def ready(self) -> None:
        """Hand out and forget what is held of people; show mothers on the pages of village, family and child."""
        from guyub.apps.growth import births, panels
        from guyub.apps.mothers.presentation.panels import child_panel, family_panel
        from guyub.apps.mothers.presentation.ways import VILLAGE_PAGE
        from guyub.apps.mothers.services import merging, retention
        from guyub.apps.mothers.services.births import measured_at_birth
        from guyub.apps.mothers.services.personal import forget, hand_out
        from guyub.apps.people.panels import register
        from guyub.apps.people.presentation.menu import pages
        from guyub.apps.people.signals import extract_wanted, merge_touches, people_merged, person_erased
        from guyub.apps.retention import keepers

        keepers.register(*retention.keepers())
        person_erased.connect(forget, dispatch_uid="mothers")
        extract_wanted.connect(hand_out, dispatch_uid="mothers")
        merge_touches.connect(merging.touched, dispatch_uid="mothers")
        people_merged.connect(merging.move, dispatch_uid="mothers")
        pages.add(VILLAGE_PAGE, order=27)
        register(family_panel, order=28)
        panels.register(child_panel, order=10)
        births.register(measured_at_birth)
