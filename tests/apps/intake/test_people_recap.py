"""PUS in the recap of a village and in the record of each family are one number: the same rule counts both."""

from datetime import date

from guyub.apps.intake.people_files.services.exporting import recap_rows
from guyub.apps.people.models import Couple, Family
from guyub.apps.people.services import forms_members
from guyub.domain.families.members import count_members
from tests.apps.people.registry import enter, member

DAY = date(2025, 1, 31)


def couple(birth):
    return enter(member("Suami Contoh", 1, 1, marital=2), member("Istri Contoh", 2, 2, birth, marital=2))


def test_the_recap_counts_as_the_records_do(cast):
    for birth in (date(2010, 1, 31), date(2010, 2, 1), date(1975, 2, 1), date(1975, 1, 31), None):
        couple(birth)
    enter(member("Ibu Contoh", 2, 1, date(1990, 1, 1), marital=2), member("Anak Contoh", 1, 3, date(2015, 1, 1)))
    enter(member("Janda Contoh", 2, 1, date(1990, 1, 1), marital=4))
    couple(date(1990, 1, 1))
    Couple.objects.order_by("pk").last().delete()  # the form itself says that they are married
    forms = forms_members(Family.objects.all())
    of_records = sum(count_members(form, DAY)["pus"] or 0 for form in forms.values())
    assert [row["PUS"] for row in recap_rows(Family.objects.all(), DAY)] == [4, 4]
    assert of_records == 4
