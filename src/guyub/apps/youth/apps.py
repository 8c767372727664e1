from django.apps import AppConfig


class YouthConfig(AppConfig):
    name = "guyub.apps.youth"
    label = "youth"
    verbose_name = "Remaja (Posmaja)"

    def ready(self) -> None:
        """Hand out and forget what is held of people; lead to the young people from a village's families."""
        from guyub.apps.people.presentation.menu import pages
        from guyub.apps.people.signals import extract_wanted, merge_touches, people_merged, person_erased
        from guyub.apps.programmes.links import makers
        from guyub.apps.retention import keepers
        from guyub.apps.youth.presentation.ways import VILLAGE_PAGE, post_link
        from guyub.apps.youth.services import merging, retention
        from guyub.apps.youth.services.personal import forget, hand_out

        keepers.register(*retention.keepers())
        person_erased.connect(forget, dispatch_uid="youth")
        extract_wanted.connect(hand_out, dispatch_uid="youth")
        merge_touches.connect(merging.touched, dispatch_uid="youth")
        people_merged.connect(merging.move, dispatch_uid="youth")
        pages.add(VILLAGE_PAGE, order=42)
        makers.add(post_link)
