"""Reminders: whom, on which days, once a day, and what the letter says."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from guyub.apps.coordination.models import Commitment, Office, Reminder
from guyub.apps.coordination.presentation.reminder_words import letter, message
from guyub.apps.coordination.services import commitments, reminders
from guyub.data.coordination_files import load_commitment_periods
from guyub.domain.coordination.periods import Span
from guyub.errors import NotAllowed
from tests.apps.coordination.conftest import asked, overdue

TODAY = timezone.localdate
BEFORE = load_commitment_periods().days(Span.REMIND)


@pytest.mark.parametrize(("days", "reminded"), [(BEFORE, True), (BEFORE + 1, False), (0, True), (-1, True)])
def test_a_week_before_its_day_reminding_begins(commitment, days, reminded):
    overdue(commitment, -days)
    assert reminders.to_remind(Commitment.objects.all(), TODAY()).exists() is reminded


def test_one_letter_an_office_a_day(cast, desk, commitment, mailoutbox, capsys):
    for one in (commitment, commitments.propose(cast.officer, asked(cast, desk))):
        overdue(one, 2)
    call_command("send_reminders")
    call_command("send_reminders")
    assert capsys.readouterr().out.split() == ["0", "1", "2", "0", "0", "0"]
    assert [mail.to for mail in mailoutbox] == [["dinkes@contoh.invalid"]]
    assert mailoutbox[0].body.count("Pelayanan KB bergerak") == 2
    assert "terlambat 2 hari" in mailoutbox[0].body
    reminders.send_letters(TODAY() + timedelta(days=1), letter)
    assert len(mailoutbox) == 2


def test_letters_can_be_days_apart(commitment, mailoutbox):
    overdue(commitment, 2)
    for day in range(4):
        reminders.send_letters(TODAY() + timedelta(days=day), letter, every=3)
    assert len(mailoutbox) == 2


def test_a_letter_that_does_not_go_out_is_tried_again(commitment, monkeypatch, mailoutbox):
    overdue(commitment, 2)

    def fails(*args: object, **kwargs: object) -> None:
        raise OSError("no connection")

    monkeypatch.setattr(reminders, "send_mail", fails)
    with pytest.raises(OSError, match="no connection"):
        reminders.send_letters(TODAY(), letter)
    assert not Reminder.objects.exists()


def test_offices_without_an_address_get_no_letter(desk, commitment, mailoutbox):
    Office.objects.update(email="")
    overdue(commitment, 2)
    assert reminders.send_letters(TODAY(), letter) == (0, 0)


def test_a_text_to_copy_names_the_promise_and_no_figures(commitment):
    overdue(commitment, 2)
    told = message(commitment, TODAY())
    assert "Pelayanan KB bergerak" in told
    assert "terlambat 2 hari" in told
    assert "poin" not in told


def test_copying_is_noted_once_a_day_by_who_coordinates(cast, desk, commitment):
    reminders.note_copied(cast.officer, commitment, TODAY())
    reminders.note_copied(cast.officer, commitment, TODAY())
    assert Reminder.objects.count() == 1
    with pytest.raises(NotAllowed):
        reminders.note_copied(desk.answerer, commitment, TODAY())
