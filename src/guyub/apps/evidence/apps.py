from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "guyub.apps.evidence"
    label = "evidence"
    verbose_name = "Bukti"

    def ready(self) -> None:
        """Look at a proof again whenever something is added to it, and say on other pages how proofs stand."""
        from django.db.models.signals import post_save

        from guyub.apps.assessment.derived import providers
        from guyub.apps.assessment.panels import register_home_line, register_village_line
        from guyub.apps.evidence.facilities import proofs_tell
        from guyub.apps.evidence.following import look_again
        from guyub.apps.evidence.models import Attachment, Support
        from guyub.apps.evidence.presentation.board import home_line, village_line
        from guyub.apps.evidence.presentation.sense_lines import findings_line, jury_line

        post_save.connect(look_again, sender=Attachment, dispatch_uid="evidence-sense")
        post_save.connect(look_again, sender=Support, dispatch_uid="evidence-sense")
        providers.add(proofs_tell, order=50)
        register_village_line(village_line, order=20)
        register_home_line(home_line, order=20)
        register_village_line(jury_line, order=25)
        register_home_line(findings_line, order=25)
