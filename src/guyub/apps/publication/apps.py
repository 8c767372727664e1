from django.apps import AppConfig


class PublicationConfig(AppConfig):
    name = "guyub.apps.publication"
    label = "publication"
    verbose_name = "Halaman publik"

    def ready(self) -> None:
        """Put what everybody may know on the public page of a village, and its readiness on the page inside."""
        from guyub.apps.assessment.panels import register_public_block, register_village_line
        from guyub.apps.publication.presentation.readiness import readiness_line
        from guyub.apps.publication.presentation.village import village_block

        register_public_block(village_block)
        register_village_line(readiness_line, order=90)
