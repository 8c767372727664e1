from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "guyub.apps.programmes"
    label = "programmes"
    verbose_name = "Kelompok kegiatan"

    def ready(self) -> None:
        """Hand out, forget and join what is held of people; lead to the groups from a village's families.

        Say what groups and activities tell of the village's figures, and of elders what they join.
        """
        from guyub.apps.assessment.derived import providers
        from guyub.apps.assessment.panels import register_home_line
        from guyub.apps.elders import activities, panels
        from guyub.apps.evidence import records
        from guyub.apps.people.panels import register
        from guyub.apps.people.presentation.menu import pages
        from guyub.apps.people.signals import (
            extract_wanted,
            families_changed,
            merge_touches,
            people_merged,
            person_erased,
        )
        from guyub.apps.programmes.offered import ACTIVITY, ACTIVITY_LABEL, PostedActivities
        from guyub.apps.programmes.presentation.elders import activities_panel, joined
        from guyub.apps.programmes.presentation.panels import family_panel, open_meetings_line
        from guyub.apps.programmes.presentation.ways import ACTIVITIES_PAGE, VILLAGE_PAGE
        from guyub.apps.programmes.services import merging
        from guyub.apps.programmes.services.activity_figures import derived_figures
        from guyub.apps.programmes.services.facts import families_moved, groups_tell
        from guyub.apps.programmes.services.personal import forget, hand_out
        from guyub.apps.programmes.services.routines import routines_tell

        families_changed.connect(families_moved, dispatch_uid="programmes")
        person_erased.connect(forget, dispatch_uid="programmes")
        extract_wanted.connect(hand_out, dispatch_uid="programmes")
        merge_touches.connect(merging.touched, dispatch_uid="programmes")
        people_merged.connect(merging.move, dispatch_uid="programmes")
        providers.add(groups_tell, order=40)
        providers.add(routines_tell, order=45)
        pages.add(VILLAGE_PAGE, order=40)
        pages.add(ACTIVITIES_PAGE, order=41)
        register(family_panel, order=35)
        register_home_line(open_meetings_line, order=6)
        providers.add(derived_figures, order=60)
        records.register(ACTIVITY, ACTIVITY_LABEL, PostedActivities())
        activities.register(joined)
        panels.register(activities_panel, order=10)
