from django.apps import AppConfig


class CoordinationConfig(AppConfig):
    name = "guyub.apps.coordination"
    label = "coordination"
    verbose_name = "Koordinasi"

    def ready(self) -> None:
        """Put promises on the pages of their village, city and office; offer minutes as proofs, promises to a jury."""
        from guyub.apps.assessment.derived import providers
        from guyub.apps.assessment.panels import register_home_line, register_village_line
        from guyub.apps.coordination.offered import MEETING, MEETING_LABEL, Minutes, programmes
        from guyub.apps.coordination.presentation.meetings import city_meetings_line, meetings_line
        from guyub.apps.coordination.presentation.village_line import city_line, inbox_line, village_line
        from guyub.apps.coordination.services.derived import meetings_tell
        from guyub.apps.evidence.programmes import register as register_programmes
        from guyub.apps.evidence.records import register as register_proofs

        register_proofs(MEETING, MEETING_LABEL, Minutes())
        register_programmes(programmes)
        providers.add(meetings_tell, order=80)
        register_village_line(village_line, order=20)
        register_home_line(inbox_line, order=20)
        register_home_line(city_line, order=21)
        register_village_line(meetings_line, order=25)
        register_home_line(city_meetings_line, order=25)
