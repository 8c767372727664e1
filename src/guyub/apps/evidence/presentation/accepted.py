"""What files of proofs may be, in words, with the numbers of the rule file."""

from django.utils.functional import lazy
from django.utils.translation import gettext as _

from guyub.apps.evidence import limits
from guyub.apps.evidence.services.files import megabytes


def accepted_words() -> str:
    """Types and sizes that are taken in."""
    return _("PDF sampai {pdf}, gambar JPEG, PNG, atau WebP sampai {picture}, XLSX sampai {workbook}.").format(
        pdf=megabytes(limits.PDF_BYTES),
        picture=megabytes(limits.PICTURE_BYTES),
        workbook=megabytes(limits.WORKBOOK_BYTES),
    )


accepted_words_lazy = lazy(accepted_words, str)
