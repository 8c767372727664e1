from django.apps import AppConfig


class AppraisalConfig(AppConfig):
    name = "guyub.apps.appraisal"
    label = "appraisal"
    verbose_name = "Siklus penilaian"

    def ready(self) -> None:
        from guyub.apps.appraisal.presentation.cycle_line import cycle_line, cycles_line, visit_line
        from guyub.apps.appraisal.presentation.panel_line import panel_line
        from guyub.apps.appraisal.services.visit_windows import visit_window
        from guyub.apps.assessment.panels import register_home_line, register_village_line
        from guyub.apps.evidence.services.windows import register as register_window

        register_window(visit_window)
        register_home_line(panel_line, order=60)
        register_home_line(cycles_line, order=55)
        register_village_line(cycle_line, order=60)
        register_village_line(visit_line, order=61)
