from django.apps import AppConfig


class ResilienceConfig(AppConfig):
    name = "guyub.apps.resilience"
    label = "resilience"
    verbose_name = "Ketahanan keluarga"

    def ready(self) -> None:
        """Follow the registry, and put what follows from families on the pages of family, village and home."""
        from django.db.models.signals import post_save

        from guyub.apps.assessment.beside import makers
        from guyub.apps.assessment.panels import register_home_line
        from guyub.apps.assessment.services import register_stream
        from guyub.apps.people.panels import register
        from guyub.apps.people.presentation.menu import pages
        from guyub.apps.people.signals import (
            extract_wanted,
            families_changed,
            merge_touches,
            people_merged,
            person_erased,
        )
        from guyub.apps.resilience.presentation.beside import beside_village
        from guyub.apps.resilience.presentation.home_lines import HOME_LINES
        from guyub.apps.resilience.presentation.panel import family_panel
        from guyub.apps.resilience.presentation.ways import VILLAGE_PAGE
        from guyub.apps.resilience.services import merging
        from guyub.apps.resilience.services.following import follow
        from guyub.apps.resilience.services.personal import forget, hand_out
        from guyub.apps.resilience.services.points import round_saved
        from guyub.apps.resilience.services.registry_facts import RegistryStream
        from guyub.apps.surveys.models import Round

        register_stream(RegistryStream())
        families_changed.connect(follow, dispatch_uid="resilience")
        person_erased.connect(forget, dispatch_uid="resilience")
        extract_wanted.connect(hand_out, dispatch_uid="resilience")
        merge_touches.connect(merging.touched, dispatch_uid="resilience")
        people_merged.connect(merging.move, dispatch_uid="resilience")
        post_save.connect(round_saved, sender=Round, dispatch_uid="resilience")
        register(family_panel, order=20)
        makers.add(beside_village)
        for order, line in enumerate(HOME_LINES, start=10):
            register_home_line(line, order=order)
        pages.add(VILLAGE_PAGE, order=30)
