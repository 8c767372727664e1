from django.apps import AppConfig


class GrowthConfig(AppConfig):
    name = "guyub.apps.growth"
    label = "growth"
    verbose_name = "Tumbuh kembang anak"

    def ready(self) -> None:
        """Follow the registry: another date of birth or sex gives other z-scores; who is erased leaves none; of two
        entries that become one, the kept one has what both had.

        Lead to the posyandu from a village's families and from the first page, and show children on their family's.
        """
        from guyub.apps.assessment.panels import register_home_line
        from guyub.apps.growth.presentation.home_lines import open_days_line, waiting_referrals_line
        from guyub.apps.growth.presentation.panel import family_panel
        from guyub.apps.growth.presentation.ways import VILLAGE_PAGE, posyandu_way
        from guyub.apps.growth.services import merging, retention
        from guyub.apps.growth.services.following import follow
        from guyub.apps.growth.services.personal import forget, hand_out
        from guyub.apps.people.panels import register
        from guyub.apps.people.presentation.menu import pages
        from guyub.apps.people.signals import (
            extract_wanted,
            families_changed,
            merge_touches,
            merge_undone,
            people_merged,
            person_erased,
        )
        from guyub.apps.retention import keepers
        from guyub.apps.ui.navigation import main

        keepers.register(*retention.keepers())
        families_changed.connect(follow, dispatch_uid="growth")
        person_erased.connect(forget, dispatch_uid="growth")
        extract_wanted.connect(hand_out, dispatch_uid="growth")
        merge_touches.connect(merging.touched, dispatch_uid="growth")
        people_merged.connect(merging.move, dispatch_uid="growth")
        merge_undone.connect(merging.undone, dispatch_uid="growth")
        register_home_line(open_days_line, order=5)
        register_home_line(waiting_referrals_line, order=6)
        main.add(posyandu_way, order=65)
        pages.add(VILLAGE_PAGE, order=25)
        register(family_panel, order=30)
