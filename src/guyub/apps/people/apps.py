from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "guyub.apps.people"
    verbose_name = "Registrasi keluarga"

    def ready(self) -> None:
        """Lead to the families of a village; thousands of people are asked about in one parameter."""
        from guyub.apps import among  # noqa: F401  registers the lookup
        from guyub.apps.assessment.panels import register_village_ways
        from guyub.apps.people.presentation.menu import DUPLICATES, FAMILIES, families_way, pages, village_menu
        from guyub.apps.ui.navigation import main

        main.add(families_way, order=60)
        pages.add(FAMILIES, order=10)
        pages.add(DUPLICATES, order=40)
        register_village_ways(village_menu)
