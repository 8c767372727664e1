"""Ways to files in and out, in the main menu and in the menu of a village's families."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guyub.apps.accounts.rights import Right
from guyub.apps.people.presentation.menu import FamilyPage
from guyub.apps.ui.navigation import Reader, Way

IMPORT = FamilyPage(gettext_lazy("Impor"), "upload", "people_files:upload", Right.IMPORT_PEOPLE)
EXPORT = FamilyPage(gettext_lazy("Ekspor"), "download", "people_files:export", Right.EXPORT_PEOPLE)


def upload_way(reader: Reader) -> Way | None:
    """The way to files of figures, for who records those of a whole region."""
    own_region = reader.region and reader.region in reader.scope.codes(Right.EDIT_FIGURES)
    return Way(_("Impor berkas"), "upload", "intake:upload") if reader.runs_everything or own_region else None
