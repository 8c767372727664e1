from django.apps import AppConfig


class LifecycleConfig(AppConfig):
    name = "guyub.apps.lifecycle"
    label = "lifecycle"
    verbose_name = "Posyandu siklus hidup (ILP)"

    def ready(self) -> None:
        """Hand out and forget what is held of people; lead to the posts from a village's families."""
        from guyub.apps.lifecycle.presentation.ways import ADULTS_PAGE, VILLAGE_PAGE
        from guyub.apps.lifecycle.services import merging, retention
        from guyub.apps.lifecycle.services.personal import forget, hand_out
        from guyub.apps.people.presentation.menu import pages
        from guyub.apps.people.signals import extract_wanted, merge_touches, people_merged, person_erased
        from guyub.apps.retention import keepers

        person_erased.connect(forget, dispatch_uid="lifecycle")
        extract_wanted.connect(hand_out, dispatch_uid="lifecycle")
        merge_touches.connect(merging.touched, dispatch_uid="lifecycle")
        people_merged.connect(merging.move, dispatch_uid="lifecycle")
        keepers.register(*retention.keepers())
        pages.add(VILLAGE_PAGE, order=24)
        pages.add(ADULTS_PAGE, order=43)
