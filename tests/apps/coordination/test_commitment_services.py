"""The ledger's door: who may do what, what it writes, and that nothing written can be changed unseen."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.audit import chained
from guyub.apps.audit.models import AuditEntry
from guyub.apps.coordination.models import Commitment, CommitmentEvent, OfficeMember
from guyub.apps.coordination.services import commitments, counts, worth
from guyub.apps.coordination.services.commitments import UnusableCommitment
from guyub.apps.evidence.errors import OwnProof
from guyub.data.coordination_files import load_commitment_periods
from guyub.domain.coordination.commitments import EvidenceMissing, OwnDelivery, ReasonMissing, WrongMoment
from guyub.domain.coordination.periods import Span
from guyub.errors import NotAllowed
from tests.apps.coordination.conftest import asked, overdue, proof_by

TODAY = timezone.localdate
GRACE_DAYS = load_commitment_periods().days(Span.GRACE)


def test_a_commitment_goes_from_proposal_to_proof(cast, desk, commitment):
    commitments.accept(desk.answerer, commitment)
    commitments.start(desk.answerer, commitment)
    commitments.report(desk.answerer, commitment, "Dua dari tiga hari pelayanan selesai")
    commitments.deliver(desk.answerer, commitment, proof_by(desk.answerer, cast))
    done = commitments.verify(cast.officer, commitment, "Sesuai laporan")
    assert done.state == "verified"
    assert done.delivered_on == TODAY()
    told = list(done.events.order_by("sequence").values_list("action", "state"))
    assert told == [
        ("propose", "proposed"),
        ("accept", "accepted"),
        ("start", "in-progress"),
        ("report", "in-progress"),
        ("deliver", "delivered"),
        ("verify", "verified"),
    ]
    assert commitments.proof_of(done).state == "checked"
    trail = AuditEntry.objects.filter(subject=f"commitment:{done.pk}").values_list("action", "chain")
    assert ("commitment-verify", "99.01") in set(trail)
    assert not list(chained.verify(CommitmentEvent))


def test_the_first_event_holds_all_it_promised(cast, commitment):
    first = commitment.events.get(sequence=1)
    assert first.details["output"] == commitment.output
    assert first.details["due"] == commitment.due.isoformat()
    assert first.details["villages"] == [cast.unit.region_id]
    assert (first.details["fact"], first.details["fact_change"]) == ("wants_no_more", -90)


def test_the_state_can_be_told_from_the_ledger(cast, desk, commitment):
    commitments.accept(desk.answerer, commitment)
    commitments.deliver(desk.answerer, commitment, proof_by(desk.answerer, cast))
    commitments.send_back(cast.officer, commitment, "Daftar hadir belum ada")
    last = commitment.events.order_by("-sequence").first()
    commitment.refresh_from_db()
    assert last.state == commitment.state == "in-progress"
    assert commitment.delivered_on is None
    assert last.reason == "Daftar hadir belum ada"


def test_a_changed_event_is_found(commitment):
    event = commitment.events.get()
    event.reason = "lain"
    assert chained.fingerprint(event) != event.hash
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("update coordination_commitmentevent set reason = 'lain' where id = %s", [event.pk])


def test_a_ledger_whose_end_was_cut_off_is_found(commitment):
    chained.LedgerHead.objects.filter(name=f"coordination.commitmentevent:{commitment.pk}").update(sequence=2)
    assert [problem.reason for problem in chained.verify(CommitmentEvent, str(commitment.pk))] == ["cut"]


@pytest.mark.parametrize("who", ["viewer", "stranger"])
def test_others_propose_nothing(cast, desk, who):
    with pytest.raises(NotAllowed):
        commitments.propose(getattr(cast, who), asked(cast, desk))
    assert not Commitment.objects.exists()


def test_an_operator_asks_for_the_own_village_only(cast, desk):
    assert commitments.propose(cast.operator, asked(cast, desk)).state == "proposed"
    with pytest.raises(NotAllowed):
        commitments.propose(cast.operator, asked(cast, desk, villages=[cast.unit, cast.empty_unit]))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"output": "  "}, "no-output"),
        ({"villages": []}, "commitment-no-village"),
        ({"due": TODAY() - timedelta(days=1)}, "due-past"),
        ({"quantity": 0}, "commitment-quantity"),
        ({"fact": "no_such_fact"}, "unknown-fact"),
        ({"fact": ""}, "change-without-fact"),
        ({"instrument": "kkb-siap-1.0", "item": "Z9"}, "commitment-unknown-item"),
    ],
)
def test_what_cannot_be_is_said(cast, desk, changes, reason):
    with pytest.raises(UnusableCommitment) as error:
        commitments.propose(cast.officer, asked(cast, desk, **changes))
    assert error.value.data["reason"] == reason


def test_due_today_can_be_asked(cast, desk):
    assert commitments.propose(cast.officer, asked(cast, desk, due=TODAY())).due == TODAY()


def test_a_village_of_another_city_is_no_matter_of_the_office(cast, desk):
    with pytest.raises(UnusableCommitment) as error:
        commitments.propose(SYSTEM, asked(cast, desk, villages=[cast.other_unit]))
    assert error.value.data["reason"] == "village-elsewhere"


def test_only_the_office_answers(cast, desk, commitment):
    for user in (cast.officer, cast.operator, cast.admin, desk.checker):
        with pytest.raises(NotAllowed):
            commitments.accept(user, commitment)
    OfficeMember.objects.filter(user=desk.answerer).update(office=desk.other_office)
    with pytest.raises(NotAllowed):
        commitments.accept(desk.answerer, commitment)


def test_refusing_needs_a_reason(desk, commitment):
    with pytest.raises(ReasonMissing):
        commitments.refuse(desk.answerer, commitment, " ")
    assert commitments.refuse(desk.answerer, commitment, "Tidak ada anggaran tahun ini").state == "refused"


def test_delivering_needs_a_proof_of_the_village_in_sight(cast, desk, commitment):
    commitments.accept(desk.answerer, commitment)
    with pytest.raises(EvidenceMissing):
        commitments.deliver(desk.answerer, commitment, None)
    with pytest.raises(UnusableCommitment):
        commitments.deliver(desk.answerer, commitment, proof_by(cast.operator, cast))  # not seen by the office


def test_nobody_checks_the_own_delivery(cast, desk, commitment):
    OfficeMember.objects.create(office=desk.office, user=cast.officer)
    from guyub.apps.accounts.models import Assignment, Role

    Assignment.objects.create(user=cast.officer, role=Role.OPD, region_id="99.01")
    officer = type(cast.officer).objects.get(pk=cast.officer.pk)
    commitments.accept(officer, commitment)
    commitments.deliver(officer, commitment, proof_by(officer, cast))
    with pytest.raises(OwnDelivery):
        commitments.verify(officer, commitment)
    assert commitments.verify(desk.checker, commitment).state == "verified"


def test_a_proof_of_ones_own_is_not_checked_by_oneself_either(cast, desk, commitment):
    commitments.accept(desk.answerer, commitment)
    proof = proof_by(desk.answerer, cast)
    commitments.deliver(desk.answerer, commitment, proof)
    type(proof).objects.filter(pk=proof.pk).update(added_by=cast.officer)
    with pytest.raises(OwnProof):
        commitments.verify(cast.officer, commitment)
    commitment.refresh_from_db()
    assert commitment.state == "delivered"  # all or nothing


def test_moving_the_day_keeps_the_earlier_one(cast, commitment):
    before, later = commitment.due, commitment.due + timedelta(days=5)
    with pytest.raises(ReasonMissing):
        commitments.change_due(cast.officer, commitment, later, "")
    commitments.change_due(cast.officer, commitment, later, "Hujan")
    last = commitment.events.order_by("-sequence").first()
    assert (last.details["from"], last.details["due"]) == (before.isoformat(), later.isoformat())
    assert commitment.due == later


def test_of_two_answers_the_second_sees_the_first(desk, commitment):
    stale = Commitment.objects.get(pk=commitment.pk)
    commitments.accept(desk.answerer, commitment)
    with pytest.raises(WrongMoment):
        commitments.refuse(desk.answerer, stale, "Berubah pikiran")
    assert commitment.events.count() == 2


def test_what_is_long_overdue_is_closed_before_anything_else(desk, commitment):
    overdue(commitment, GRACE_DAYS + 1)
    with pytest.raises(WrongMoment):
        commitments.accept(desk.answerer, commitment)
    commitment.refresh_from_db()
    assert commitment.state == "expired"


def test_the_command_closes_only_what_is_long_overdue(cast, desk, commitment):
    old = overdue(commitments.propose(cast.officer, asked(cast, desk)), GRACE_DAYS + 1)
    overdue(commitment, GRACE_DAYS)
    assert commitments.expire_old() == 1
    old.refresh_from_db()
    commitment.refresh_from_db()
    assert (old.state, commitment.state) == ("expired", "proposed")
    assert commitments.expire_old() == 0


def test_it_is_seen_by_who_sees_the_village_and_by_the_office(cast, desk, commitment):
    def seen(user):
        return Commitment.objects.visible_to(user).count()

    assert [seen(user) for user in (cast.viewer, cast.operator, desk.answerer, cast.admin)] == [1, 1, 1, 1]
    assert seen(cast.stranger) == 0


# --- what it is worth ---


def test_worth_is_the_arithmetic_of_both_instruments(commitment):
    found = worth.worth_of_many([commitment])[commitment.pk]
    by_name = {one.instrument: one for one in found}
    web = by_name["kkb-klas-web-2021"]
    # 120 of 400 couples are 30 %; without 90 of them 30 of 400 are 8 %, score 3 instead of 1.
    assert (web.points, web.unknown) == (Fraction(2), "")
    assert web.now == web.then == "Berkelanjutan"
    assert by_name["kkb-siap-1.0"].points == 4 * Fraction(6700, 10000)
    assert by_name["kkb-siap-1.0"].grade == "PROPOSED"


def test_a_class_that_hangs_on_it_is_named(cast, desk):
    from guyub.apps.assessment.services import record_facts

    record_facts(
        SYSTEM, cast.unit, as_of=TODAY(), values={"implant": 0, "iud": 34}, source="synthetic", provenance="uji"
    )
    promised = commitments.propose(cast.officer, asked(cast, desk, fact="iud", fact_change=30))
    web = worth.worth_of_many([promised])[promised.pk][0]
    assert (web.now, web.then) == ("Berkembang", "Berkelanjutan")
    assert web.moves_class


@pytest.mark.parametrize(
    ("changes", "unknown"),
    [
        ({"fact": "", "fact_change": None}, worth.NO_FACT),
        ({"fact": "wants_no_more", "fact_change": None}, worth.NO_FACT),
        ({"fact": "bpjs_members", "fact_change": 5}, worth.NOT_READ),
    ],
)
def test_unknown_is_said_as_unknown(cast, desk, changes, unknown):
    promised = commitments.propose(cast.officer, asked(cast, desk, **changes))
    web = worth.worth_of_many([promised])[promised.pk][0]
    assert (web.unknown, web.points) == (unknown, None)


def test_a_village_without_the_figure_is_unknown_not_zero(cast, desk):
    promised = commitments.propose(cast.officer, asked(cast, desk, villages=[cast.empty_unit]))
    assert {one.unknown for one in worth.worth_of_many([promised])[promised.pk]} == {worth.NO_FIGURE}


def test_what_is_there_already_cannot_come_a_second_time(cast, desk):
    promised = commitments.propose(cast.officer, asked(cast, desk, fact="pokja_exists", fact_change=1))
    assert worth.worth_of_many([promised])[promised.pk][0].points == 0


# --- counts ---


def test_due_and_done_are_blank_while_nothing_is_due(cast, commitment):
    assert counts.due_and_done(cast.unit, TODAY()).facts == {
        "commitments_due": None,
        "commitments_done_on_time": None,
    }


def test_due_and_done_count_what_was_taken_on(cast, desk, commitment):
    kept = commitments.propose(cast.officer, asked(cast, desk))
    for one in (commitment, kept):
        commitments.accept(desk.answerer, one)
    commitments.deliver(desk.answerer, kept, proof_by(desk.answerer, cast))
    commitments.verify(cast.officer, kept)
    unanswered = commitments.propose(cast.officer, asked(cast, desk))
    day = kept.due + timedelta(days=1)
    assert counts.due_and_done(cast.unit, kept.due).due is None  # on its day nothing is due yet
    found = counts.due_and_done(cast.unit, day)
    assert (found.due, found.done_on_time) == (2, 1)
    overdue(unanswered, 3)
    assert counts.due_and_done(cast.unit, day).due == 2
    late = overdue(kept, 1)  # delivered today, a day after
    assert counts.due_and_done(cast.unit, TODAY()).done_on_time == 0
    assert late.state == "verified"


def test_standing_counts_each_once(cast, desk, commitment):
    both = commitments.propose(cast.officer, asked(cast, desk, villages=[cast.unit, cast.empty_unit]))
    overdue(both, 1)
    found = counts.standing(Commitment.objects.visible_to(cast.officer), TODAY())
    assert (found.running, found.late, found.answers, found.waiting) == (2, 1, 2, 0)


def test_the_scorecard_of_an_office(cast, desk, commitment, django_assert_num_queries):
    commitments.refuse(desk.answerer, commitment, "Tidak ada anggaran")
    kept = commitments.propose(cast.officer, asked(cast, desk))
    commitments.accept(desk.answerer, kept)
    commitments.deliver(desk.answerer, kept, proof_by(desk.answerer, cast))
    visible = Commitment.objects.visible_to(cast.officer)
    with django_assert_num_queries(2):
        (card,) = counts.scorecard("99.01", TODAY(), visible)
    assert (card.office, card.promised, card.on_time, card.late, card.refused) == (desk.office, 1, 1, 0, 1)
