"""Codes of interviews in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from guyub.apps.surveys.models import Interview

NOT_BEGUN = ""
STATES: dict[str, str | Promise] = {
    NOT_BEGUN: gettext_lazy("Belum didata"),
    Interview.State.OPEN: gettext_lazy("Sedang diisi"),
    Interview.State.PARTIAL: gettext_lazy("Terisi sebagian dari berkas"),
    Interview.State.DONE: gettext_lazy("Selesai didata"),
    Interview.State.NO_ANSWER: gettext_lazy("Tidak terdata"),
}
REASONS: dict[str, str | Promise] = {
    Interview.Reason.ABSENT: gettext_lazy("Tidak ada orang setelah beberapa kali didatangi"),
    Interview.Reason.REFUSED: gettext_lazy("Menolak"),
    Interview.Reason.AWAY: gettext_lazy("Sedang bepergian lama"),
    Interview.Reason.NO_RESPONDENT: gettext_lazy("Tidak ada yang dapat menjawab"),
    Interview.Reason.EMPTY_HOUSE: gettext_lazy("Rumah kosong"),
    Interview.Reason.OTHER: gettext_lazy("Lainnya"),
}
