"""The list with names as a workbook for the education office. Purpose asked, export logged."""

from django.utils import timezone
from django.utils.translation import gettext as _

from guyub.apps.accounts.actors import require
from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.documents.tables import Sheet, sheets_workbook
from guyub.apps.growth.services.eppgbm import note_export
from guyub.apps.people.purposes import purpose_given
from guyub.apps.schooling.presentation.sheets import aid_rows, child_rows, note_rows
from guyub.apps.schooling.standing import Reader, standings_of_village
from guyub.apps.territory.models import Region

ACTION = "export-people"
EXPORTING = (Right.SEE_SCHOOLING, Right.EXPORT_PEOPLE)
CHILD_WIDTHS = (5, 26, 6, 6, 6, 6, 20, 12, 20, 24, 20, 12, 30, 12, 24)
AID_WIDTHS = (5, 26, 6, 6, 6, 28, 14, 12, 14)


def may_export(user: Reader, village: str) -> bool:
    """Whether someone may have the names of a whole village's children as a file."""
    return all(scope_of(user).may(right, village) for right in EXPORTING)


def export_children(user: User, village: Region, purpose: str) -> bytes:
    """A workbook: children who are not in school or of whom it is not known, aid, and where it comes from.

    Raises:
        NotAllowed: The person may not have names of the village as a file.
        NoPurpose: The purpose is not on the list.
    """
    for right in EXPORTING:
        require(user, ACTION, right, village.code)
    wanted, today = purpose_given(purpose), timezone.localdate()
    standings = standings_of_village(user, village.code, today)
    children, aid = child_rows(standings), aid_rows(standings)
    note_export(user, village, wanted, len(children) + len(aid) - 2, "xlsx")
    sheets = [
        Sheet(_("Tidak bersekolah"), CHILD_WIDTHS, children),
        Sheet(_("Bantuan"), AID_WIDTHS, aid),
        Sheet(_("Keterangan"), (24, 90), note_rows(village, today)),
    ]
    return sheets_workbook(_("Anak usia sekolah yang tidak bersekolah"), sheets)
