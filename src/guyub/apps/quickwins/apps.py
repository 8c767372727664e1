from django.apps import AppConfig


class QuickWinsConfig(AppConfig):
    name = "guyub.apps.quickwins"
    label = "quickwins"
    verbose_name = "Program nasional (GENTING, TAMASYA, GATI, SIDAYA)"

    def ready(self) -> None:
        """Hand out and forget what is held of people; lead to the programmes from a village's families."""
        from guyub.apps.people.presentation.menu import pages
        from guyub.apps.people.signals import extract_wanted, merge_touches, people_merged, person_erased
        from guyub.apps.quickwins.presentation.ways import VILLAGE_PAGE
        from guyub.apps.quickwins.services import merging
        from guyub.apps.quickwins.services.personal import forget, hand_out

        person_erased.connect(forget, dispatch_uid="quickwins")
        extract_wanted.connect(hand_out, dispatch_uid="quickwins")
        merge_touches.connect(merging.touched, dispatch_uid="quickwins")
        people_merged.connect(merging.move, dispatch_uid="quickwins")
        pages.add(VILLAGE_PAGE, order=48)
