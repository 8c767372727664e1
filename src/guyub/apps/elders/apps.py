from django.apps import AppConfig


class EldersConfig(AppConfig):
    name = "guyub.apps.elders"
    label = "elders"
    verbose_name = "Lansia"

    def ready(self) -> None:
        """Hand out and forget what is held of people; show elders on the pages of village and family, and
        on the first page of who answers referrals."""
        from guyub.apps.assessment.panels import register_home_line
        from guyub.apps.elders.presentation.home_lines import waiting_elders_line
        from guyub.apps.elders.presentation.panels import family_panel
        from guyub.apps.elders.presentation.ways import VILLAGE_PAGE
        from guyub.apps.elders.services import merging, retention
        from guyub.apps.elders.services.personal import forget, hand_out
        from guyub.apps.people.panels import register
        from guyub.apps.people.presentation.menu import pages
        from guyub.apps.people.signals import extract_wanted, merge_touches, people_merged, person_erased
        from guyub.apps.retention import keepers

        keepers.register(*retention.keepers())
        person_erased.connect(forget, dispatch_uid="elders")
        extract_wanted.connect(hand_out, dispatch_uid="elders")
        merge_touches.connect(merging.touched, dispatch_uid="elders")
        people_merged.connect(merging.move, dispatch_uid="elders")
        pages.add(VILLAGE_PAGE, order=29)
        register(family_panel, order=29)
        register_home_line(waiting_elders_line, order=7)
