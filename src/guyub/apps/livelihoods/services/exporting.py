"""Businesses with their owners as a workbook. Purpose asked, export logged."""

from django.utils import timezone
from django.utils.translation import gettext as _

from guyub.apps.accounts.actors import require
from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.documents.tables import Sheet, sheets_workbook
from guyub.apps.growth.services.eppgbm import note_export
from guyub.apps.livelihoods.presentation.sheets import business_rows, note_rows, total_rows
from guyub.apps.livelihoods.standing import Reader, standings_of_village
from guyub.apps.people.purposes import purpose_given
from guyub.apps.territory.models import Region

ACTION = "export-people"
EXPORTING = (Right.SEE_BUSINESSES, Right.EXPORT_PEOPLE)
WIDTHS = (5, 22, 24, 26, 6, 6, 24, 12, 14, 24, 16, 16, 16, 36, 28, 26, 12)


def may_export(user: Reader, village: str) -> bool:
    """Whether someone may have the businesses of a whole village as a file."""
    return all(scope_of(user).may(right, village) for right in EXPORTING)


def export_businesses(user: User, village: Region, purpose: str) -> bytes:
    """A workbook: businesses, totals per group, and where it comes from.

    Raises:
        NotAllowed: The person may not have names of the village as a file.
        NoPurpose: The purpose is not on the list.
    """
    for right in EXPORTING:
        require(user, ACTION, right, village.code)
    wanted, today = purpose_given(purpose), timezone.localdate()
    standings = standings_of_village(user, village.code, today)
    note_export(user, village, wanted, len(standings), "xlsx")
    sheets = [
        Sheet(_("Usaha"), WIDTHS, business_rows(standings)),
        Sheet(_("Kelompok"), (30, 10, 14, 18, 18, 18), total_rows(standings)),
        Sheet(_("Keterangan"), (24, 90), note_rows(village, today)),
    ]
    return sheets_workbook(_("Usaha keluarga"), sheets)
