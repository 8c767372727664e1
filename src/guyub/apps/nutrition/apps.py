from django.apps import AppConfig


class NutritionConfig(AppConfig):
    name = "guyub.apps.nutrition"
    label = "nutrition"
    verbose_name = "Dashat dan makanan tambahan"

    def ready(self) -> None:
        """Hand out and forget what is held of people; show it on the pages of village, child and mother.

        Lead to it from the first page and the main menu of who gives it.
        """
        from guyub.apps.assessment.derived import providers
        from guyub.apps.assessment.panels import register_home_line
        from guyub.apps.growth import panels as child_panels
        from guyub.apps.mothers import panels as mother_panels
        from guyub.apps.nutrition.presentation.home_lines import open_kitchen_line, running_rounds_line
        from guyub.apps.nutrition.presentation.panels import child_panel, mother_panel
        from guyub.apps.nutrition.presentation.ways import KITCHEN_PAGE, VILLAGE_PAGE, kitchen_way
        from guyub.apps.nutrition.services import merging, retention
        from guyub.apps.nutrition.services.funding import kitchen_tells
        from guyub.apps.nutrition.services.personal import forget, hand_out
        from guyub.apps.people.presentation.menu import pages
        from guyub.apps.people.signals import extract_wanted, merge_touches, people_merged, person_erased
        from guyub.apps.retention import keepers
        from guyub.apps.ui.navigation import main

        keepers.register(*retention.keepers())
        person_erased.connect(forget, dispatch_uid="nutrition")
        extract_wanted.connect(hand_out, dispatch_uid="nutrition")
        merge_touches.connect(merging.touched, dispatch_uid="nutrition")
        people_merged.connect(merging.move, dispatch_uid="nutrition")
        providers.add(kitchen_tells, order=70)
        pages.add(VILLAGE_PAGE, order=45)
        pages.add(KITCHEN_PAGE, order=46)
        child_panels.register(child_panel, order=20)
        mother_panels.register(mother_panel)
        register_home_line(open_kitchen_line, order=8)
        register_home_line(running_rounds_line, order=9)
        main.add(kitchen_way, order=66)
