from django.apps import AppConfig


class SchoolingConfig(AppConfig):
    name = "guyub.apps.schooling"
    label = "schooling"
    verbose_name = "Sekolah anak"

    def ready(self) -> None:
        """Hand out and forget what is held of people; lead to the children from a village's families."""
        from guyub.apps.people.presentation.menu import pages
        from guyub.apps.people.signals import extract_wanted, merge_touches, people_merged, person_erased
        from guyub.apps.schooling.presentation.ways import VILLAGE_PAGE
        from guyub.apps.schooling.services import merging
        from guyub.apps.schooling.services.personal import forget, hand_out

        person_erased.connect(forget, dispatch_uid="schooling")
        extract_wanted.connect(hand_out, dispatch_uid="schooling")
        merge_touches.connect(merging.touched, dispatch_uid="schooling")
        people_merged.connect(merging.move, dispatch_uid="schooling")
        pages.add(VILLAGE_PAGE, order=44)
