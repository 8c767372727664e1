from django.apps import AppConfig


class LivelihoodsConfig(AppConfig):
    name = "guyub.apps.livelihoods"
    label = "livelihoods"
    verbose_name = "Usaha keluarga"

    def ready(self) -> None:
        """Hand out and forget what is held of people; lead to the businesses from a village's families.

        Tell the kitchen of a village which businesses sell what it buys.
        """
        from guyub.apps.livelihoods.presentation.suppliers import businesses_for_kitchen
        from guyub.apps.livelihoods.presentation.ways import VILLAGE_PAGE
        from guyub.apps.livelihoods.services import merging
        from guyub.apps.livelihoods.services.personal import forget, hand_out
        from guyub.apps.nutrition.suppliers import sources
        from guyub.apps.people.presentation.menu import pages
        from guyub.apps.people.signals import extract_wanted, merge_touches, people_merged, person_erased

        person_erased.connect(forget, dispatch_uid="livelihoods")
        extract_wanted.connect(hand_out, dispatch_uid="livelihoods")
        merge_touches.connect(merging.touched, dispatch_uid="livelihoods")
        people_merged.connect(merging.move, dispatch_uid="livelihoods")
        pages.add(VILLAGE_PAGE, order=46)
        sources.add(businesses_for_kitchen)
