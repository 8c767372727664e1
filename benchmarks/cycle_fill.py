"""Fill a site with a province's strengthening cycle: villages, proofs, entries, promises, meetings, findings.

Units, states and snapshots come from the services themselves. Ledgers are written by COPY, numbered and sealed as
`audit.chained.append` does it, with their heads; `fill` ends by verifying some chains of each. Left out, because no
page under measurement reads them: the audit trail beside the ledgers, and the files behind the proofs (their rows are
there). Shares, values and points follow the rules of the cycle.
"""

import random
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from benchmarks.villages import generate

PROVINCE = "32"
YEAR, DEFINITION = 2026, "provinsi-tiga-tahap"
FIRST, LAST = date(2025, 6, 30), date(2026, 9, 30)
NOW = datetime(2026, 10, 1, 2, 0, tzinfo=UTC)
THEN = NOW - timedelta(days=365)
PAST_EVERY = 5  # of the villages took part a year ago; their outcomes fill the forecast to its limit
JURORS = 6
BATCH = 1000  # villages
STAGES = ("mandiri",) * 3 + ("verifikasi-kota",) * 14 + ("pengusulan",) * 3  # of every twenty entries
JUDGED = ("berkas", "wawancara", "lapangan")
STATES = ("claimed",) * 2 + ("uploaded",) * 6 + ("checked",) * 8 + ("verified",) * 3 + ("rejected",)  # of twenty proofs
STEPS = {
    "claimed": (("add", "claimed"),),
    "uploaded": (("add", "claimed"), ("attach", "uploaded")),
    "checked": (("add", "claimed"), ("attach", "uploaded"), ("check", "checked")),
    "verified": (("add", "claimed"), ("attach", "uploaded"), ("check", "checked"), ("verify", "verified")),
    "rejected": (("add", "claimed"), ("attach", "uploaded"), ("reject", "rejected")),
}
PROMISED = {
    "proposed": ("propose",),
    "accepted": ("propose", "accept"),
    "in-progress": ("propose", "accept", "report"),
    "refused": ("propose", "refuse"),
    "expired": ("propose", "accept", "expire"),
}
AFTER = {"propose": "proposed", "accept": "accepted", "report": "in-progress", "refuse": "refused", "expire": "expired"}
FINDINGS = (
    ("near-duplicate", {"bits": 3, "across": ["village"]}),
    ("same-file", {"villages": 1}),
    ("many-items", {"items": 6}),
    ("taken-after", {"taken": "2026-08-30", "days": 40}),
)


def fill(villages: int, proofs: int) -> None:
    """Villages of Jawa Barat, the largest province; everything else follows from the same seed."""
    filler = _Filler(random.Random(1))
    for name, job in (
        ("villages", lambda: filler.fill_villages(villages)),
        ("offices, accounts", filler.fill_people),
        ("proofs", lambda: filler.fill_proofs(proofs)),
        ("the cycle of last year", filler.fill_past),
        ("the running cycle", filler.fill_running),
        ("promises and meetings", filler.fill_coordination),
    ):
        start = time.perf_counter()
        job()
        print(f"  {name}: {time.perf_counter() - start:.0f} s", file=sys.stderr)
    _verify_some()
    _vacuum()


class _Filler:
    """Makes rows in an order in which each can name those before it."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance

    def fill_villages(self, count: int) -> None:
        """Units with two recordings and a snapshot after each, the second with some figures changed."""
        from guyub.apps.accounts.actors import SYSTEM
        from guyub.apps.assessment.services import NewUnit, open_units, take_snapshots
        from guyub.apps.territory.models import Region
        from guyub.apps.territory.regions import load_regions

        load_regions(PROVINCE)
        places = list(Region.objects.filter(code__startswith=f"{PROVINCE}.", level="village").order_by("code"))
        places = places[:: max(1, len(places) // count)][:count]
        self.units = []
        for some in _batches(places, BATCH):
            self.units += open_units(SYSTEM, [NewUnit(place, place.name, date(2021, 1, 1)) for place in some])
        facts = list(self._facts(len(self.units)))
        pairs = list(zip(self.units, facts, strict=True))
        later = [(unit, self._changed(own)) for unit, own in pairs]
        for day, figures in ((FIRST, pairs), (LAST, later)):
            for some in _batches(figures, BATCH):
                self._record(day, some)
                take_snapshots(SYSTEM, [unit for unit, _ in some], note="Potret rekaan")
        self.facts = {unit.pk: {**own, **new} for (unit, own), (_, new) in zip(pairs, later, strict=True)}

    def fill_people(self) -> None:
        """Offices of every city, an account that answers for each, and an operator in every village."""
        from guyub.apps.accounts.actors import SYSTEM
        from guyub.apps.accounts.models import Assignment, User
        from guyub.apps.coordination.models import Office, OfficeMember
        from guyub.apps.coordination.services.offices import load_offices
        from guyub.apps.inserting import insert_rows
        from guyub.apps.territory.models import Region

        for city in Region.objects.filter(parent=PROVINCE):
            load_offices(SYSTEM, city)
        self.offices: dict[str, list[Any]] = {}
        for office in Office.objects.select_related("region"):
            self.offices.setdefault(office.region_id, []).append(office)
        users = [_account(f"operator{unit.pk}") for unit in self.units]
        members = [_account(f"opd{one.pk}") for offices in self.offices.values() for one in offices]
        insert_rows(User, [*users, *members])
        insert_rows(
            Assignment,
            [
                Assignment(user=user, role="operator", region_id=unit.region_id)
                for user, unit in zip(users, self.units, strict=True)
            ],
        )
        every = [office for offices in self.offices.values() for office in offices]
        insert_rows(
            Assignment,
            [
                Assignment(user=user, role="opd", region_id=office.region_id)
                for user, office in zip(members, every, strict=True)
            ],
        )
        insert_rows(
            OfficeMember,
            [OfficeMember(office=office, user=user) for user, office in zip(members, every, strict=True)],
        )
        self.operators = {unit.pk: user.pk for user, unit in zip(users, self.units, strict=True)}

    def fill_proofs(self, count: int) -> None:
        """Proofs with items, files, their ledgers, and findings on some."""
        from guyub.apps.evidence.models import Attachment, Evidence, EvidenceEvent, Finding, StoredFile, Support
        from guyub.apps.inserting import insert_rows

        rows = [self._proof(number) for number in range(count)]
        insert_rows(Evidence, rows)
        insert_rows(Support, [one for row in rows for one in self._supports(row)])
        shown = [row for row in rows if row.state != "claimed"]
        files = [self._file(row.pk) for row in shown]
        insert_rows(StoredFile, files)
        held = [file if number % 50 else files[number // 2] for number, file in enumerate(files)]
        insert_rows(
            Attachment,
            [
                Attachment(evidence_id=row.pk, file_id=file.pk, name=f"berkas-{row.pk}.jpg")
                for row, file in zip(shown, held, strict=True)
            ],
        )
        _write_ledger(
            EvidenceEvent,
            (
                (
                    str(row.pk),
                    THEN - timedelta(days=60),
                    [
                        EvidenceEvent(evidence_id=row.pk, action=action, state=state, details={})
                        for action, state in STEPS[row.state]
                    ],
                )
                for row in rows
            ),
        )
        insert_rows(Finding, list(self._findings(shown)))

    def fill_past(self) -> None:
        """A decided cycle: a fifth of the villages verified, the best of every city judged, the others ended."""
        from guyub.apps.accounts.actors import SYSTEM
        from guyub.apps.appraisal.services import verdicts

        cycle, seats = self._cycle(YEAR - 1)
        units = self.units[::PAST_EVERY]
        best = set(_first_of_cities(units))
        stages = {unit.pk: "pleno" if unit.pk in best else "pengusulan" for unit in units}
        self._entries(cycle, units, stages, seats, THEN, ended={unit.pk for unit in units} - best)
        verdicts.decide(SYSTEM, cycle, f"1/BA/{YEAR - 1}", "Kota Bandung")

    def fill_running(self) -> None:
        """All villages: some still claim, most wait for their city, some are nominated, a few before the panel."""
        cycle, seats = self._cycle(YEAR)
        stages = {unit.pk: STAGES[number % len(STAGES)] for number, unit in enumerate(self.units)}
        for number, key in enumerate(_first_of_cities(self.units)):
            stages[key] = JUDGED[number % len(JUDGED)]
        self._entries(cycle, self.units, stages, seats, NOW)

    def fill_coordination(self) -> None:
        """A promise for each village and more for some, meetings of cities and of a fifth of the villages."""
        from guyub.apps.coordination.models import Commitment, CommitmentEvent, Decision, Meeting
        from guyub.apps.coordination.services.commitments import NewCommitment, _promised
        from guyub.apps.inserting import insert_rows

        meetings = [
            Meeting(region_id=code, title=f"Rakor rekaan {month}", starts_at=NOW - timedelta(days=30 * month))
            for code in self.offices
            for month in range(12)
        ]
        meetings += [
            Meeting(region_id=unit.region_id, title="Rakor desa rekaan", starts_at=NOW)
            for unit in self.units[::PAST_EVERY]
        ]
        insert_rows(Meeting, meetings)
        insert_rows(
            Decision,
            [Decision(meeting_id=one.pk, number=n, text="Keputusan rekaan") for one in meetings for n in (1, 2, 3)],
        )
        states = tuple(PROMISED)
        news = []
        for number, unit in enumerate(self.units):
            offices = self.offices[unit.region_id[:5]]
            due = LAST + timedelta(days=self.chance.randrange(-60, 120))
            change = {"fact": "implant", "fact_change": 20} if number % 3 == 0 else {}
            office = offices[number % len(offices)]
            news.append((NewCommitment(office, f"Kegiatan rekaan {number}", due, [unit], **change), states[number % 5]))
        rows = [
            Commitment(
                region_id=new.office.region_id,
                office=new.office,
                output=new.output,
                due=new.due,
                fact=new.fact,
                fact_change=new.fact_change,
                state=state,
                state_since=NOW,
            )
            for new, state in news
        ]
        insert_rows(Commitment, rows)
        places = Commitment.villages.through
        insert_rows(
            places,
            [
                places(commitment_id=row.pk, unit_id=unit.pk)
                for row, (new, _) in zip(rows, news, strict=True)
                for unit in new.villages
            ],
        )
        _write_ledger(
            CommitmentEvent,
            (
                (
                    str(row.pk),
                    NOW,
                    [
                        CommitmentEvent(
                            commitment_id=row.pk,
                            action=act,
                            state=AFTER[act],
                            details=_promised(new) if act == "propose" else {},
                        )
                        for act in PROMISED[state]
                    ],
                )
                for row, (new, state) in zip(rows, news, strict=True)
            ),
        )

    def _facts(self, count: int) -> Iterator[dict[str, int]]:
        """Facts of the class instrument, and those that only the readiness instrument reads."""
        from guyub.data import load_fact_catalogue, load_instrument

        known = load_fact_catalogue().by_code
        for row in generate(count, given=False).iter_rows(named=True):
            del row["row"]
            for code in load_instrument("kkb-siap-1.0").facts_used:
                if code not in row and self.chance.random() > 0.15:
                    row[code] = self.chance.randint(0, min(known[code].largest, 12))
            yield {code: value for code, value in row.items() if value is not None}

    def _changed(self, facts: dict[str, int]) -> dict[str, int]:
        """A month's figures: some counts of methods and groups moved a little."""
        codes = self.chance.sample(sorted(facts), 10)
        return {code: max(0, facts[code] + self.chance.randint(-2, 1)) for code in codes if facts[code] > 2}

    def _record(self, day: date, figures: Sequence[tuple[Any, dict[str, int]]]) -> None:
        """What `record_many` writes, by COPY; the states follow as they do there."""
        from guyub.apps.assessment.models import FactRecord, Recording
        from guyub.apps.assessment.services import refresh_states
        from guyub.apps.inserting import insert_rows

        told = {"as_of": day, "source": "synthetic", "provenance": "Angka rekaan untuk pengukuran", "recorded_at": NOW}
        recordings = [Recording(unit=unit, **told) for unit, _ in figures]
        insert_rows(Recording, recordings)
        insert_rows(
            FactRecord,
            [
                FactRecord(unit_id=unit.pk, recording_id=recording.pk, code=code, value=value)
                for recording, (unit, facts) in zip(recordings, figures, strict=True)
                for code, value in facts.items()
            ],
        )
        refresh_states([unit for unit, _ in figures])

    def _proof(self, number: int) -> Any:
        from guyub.apps.evidence.models import Evidence, Kind

        unit = self.units[number % len(self.units)]
        day = LAST - timedelta(days=self.chance.randrange(900))
        return Evidence(
            unit_id=unit.pk,
            kind=self.chance.choice(Kind.values),
            title=f"Bukti rekaan {number}",
            description="Bukti rekaan untuk pengukuran",
            dated=day,
            valid_until=LAST + timedelta(days=self.chance.randrange(30, 400)) if number % 7 == 0 else None,
            state=self.chance.choice(STATES),
            public=number % 40 == 0,
            added_by_id=self.operators[unit.pk],
        )

    def _supports(self, proof: Any) -> Iterator[Any]:
        from guyub.apps.evidence.items import instruments
        from guyub.apps.evidence.models import Support

        for instrument, most in zip(instruments(), (2, 1), strict=True):
            codes = [variable.code for variable in instrument.variables]
            for item in self.chance.sample(codes, self.chance.randint(most - 1, most)):
                yield Support(evidence_id=proof.pk, instrument=instrument.id, item=item)

    def _file(self, number: int) -> Any:
        from guyub.apps.evidence.models import StoredFile

        digest = f"{self.chance.getrandbits(256):064x}"
        look = f"{self.chance.getrandbits(64):016x}"
        return StoredFile(sha256=digest, kept_sha256=digest, media_type="image/jpeg", size=200_000 + number, look=look)

    def _findings(self, proofs: Sequence[Any]) -> Iterator[Any]:
        """On three proofs of a hundred."""
        from guyub.apps.evidence.models import Finding

        for number in range(50, len(proofs), 33):
            rule, details = FINDINGS[number % len(FINDINGS)]
            other = proofs[number - 50].pk if rule in ("near-duplicate", "same-file") else None
            yield Finding(evidence_id=proofs[number].pk, other_id=other, rule=rule, details=details)

    def _cycle(self, year: int) -> tuple[Any, list[Any]]:
        """A cycle with a panel; whoever judges holds the role in the province."""
        from guyub.apps.accounts.actors import SYSTEM
        from guyub.apps.accounts.models import Assignment, User
        from guyub.apps.appraisal.services import cycles
        from guyub.apps.appraisal.services.seats import seat
        from guyub.apps.territory.models import Region

        cycle = cycles.open_cycle(SYSTEM, Region.objects.get(pk=PROVINCE), year, DEFINITION, f"Penilaian {year}")
        seats = []
        for number in range(1, JURORS + 1):
            user, _ = User.objects.get_or_create(
                username=f"juri{number}", defaults={"email": f"j{number}@beban.invalid"}
            )
            Assignment.objects.get_or_create(user=user, role="juror", region_id=PROVINCE)
            seats.append(seat(SYSTEM, cycle, user, "chair" if number == 1 else "juror"))
        return cycle, seats

    def _entries(
        self,
        cycle: Any,
        units: Sequence[Any],
        stages: dict[int, str],
        seats: list[Any],
        at: datetime,
        ended: Iterable[int] = (),
    ) -> None:
        """Entries with their ledgers and standings, as far as the stage each is in."""
        from guyub.apps.appraisal.models import Entry, EntryRecord, ItemStanding
        from guyub.apps.inserting import insert_rows, take_numbers

        over = set(ended)
        for some in _batches(units, BATCH):
            entries = [
                Entry(
                    pk=key,
                    cycle=cycle,
                    unit_id=unit.pk,
                    stage=stages[unit.pk],
                    state="ended" if unit.pk in over else "active",
                )
                for key, unit in zip(take_numbers(Entry, len(some)), some, strict=True)
            ]
            ledgers, standings = [], []
            for entry in entries:
                records = [EntryRecord(entry_id=entry.pk, **row) for row in self._records(entry, seats)]
                ledgers.append((str(entry.pk), at, records))
                standings += _standings(entry, records)
            insert_rows(Entry, entries)
            _write_ledger(EntryRecord, ledgers)
            insert_rows(ItemStanding, standings)

    def _records(self, entry: Any, seats: list[Any]) -> Iterator[dict[str, Any]]:
        """Claims, the city's values, field checks and scores of one entry, as far as it has come."""
        yield {"kind": "entered", "stage": "mandiri", "body": {}}
        claims = list(self._claims(entry))
        if entry.stage == "mandiri":
            claims = claims[:3]
        for item, body in claims:
            yield {"kind": "claim", "stage": "mandiri", "item": item, "body": body}
        if entry.stage == "mandiri":
            return
        yield {"kind": "moved", "stage": "verifikasi-kota", "body": {"from": "mandiri", "reason": ""}}
        done = entry.pk % 2 if entry.stage == "verifikasi-kota" else 2  # half the cities have begun
        for item, body in claims[: len(claims) * done // 2]:
            if body["share"] is not None:
                value = body["share"] if self.chance.random() < 0.85 else body["share"] // 2
                cut = {"share": value, "reason": "Bukti sebagian" if value < body["share"] else ""}
                yield {"kind": "verified", "stage": "verifikasi-kota", "item": item, "body": cut}
        if entry.stage == "verifikasi-kota":
            return
        yield {"kind": "moved", "stage": "pengusulan", "body": {"from": "verifikasi-kota", "reason": ""}}
        if entry.stage == "pengusulan":
            if entry.state == "ended":
                yield {"kind": "ended", "stage": "pengusulan", "body": {"state": "ended", "reason": "Bukan wakil kota"}}
            return
        yield from self._judged(entry, claims, seats)

    def _claims(self, entry: Any) -> Iterator[tuple[str, dict[str, Any]]]:
        from guyub.apps.appraisal.services.claims import from_facts
        from guyub.data import load_instrument

        for one in from_facts(load_instrument("kkb-siap-1.0"), self.facts[entry.unit_id]):
            yield one.item, {"share": one.share, "weight": one.weight, "facts": dict(one.facts), "note": ""}

    def _judged(self, entry: Any, claims: list[tuple[str, Any]], seats: list[Any]) -> Iterator[dict[str, Any]]:
        """Everybody scores every stage that is over; the field finds one item in ten only partly."""
        from guyub.data.cycle_files import load_cycle_definition

        before = "pengusulan"
        for stage in load_cycle_definition(DEFINITION).scored_stages:
            yield {"kind": "moved", "stage": stage.code, "body": {"from": before, "reason": ""}}
            if entry.stage == stage.code:
                return
            before = stage.code
            for criterion in stage.criteria:
                if criterion.from_record == "match-rate":
                    for item, _ in claims:
                        found = {
                            "result": "partly" if self.chance.random() < 0.1 else "match",
                            "note": "",
                            "photos": [],
                        }
                        yield {"kind": "check", "stage": stage.code, "item": item, "seat": seats[0], "body": found}
                for seat in () if criterion.from_record else seats:
                    body = {"score": f"{self.chance.randint(60, 95)}.{self.chance.randint(0, 99):02}", "note": ""}
                    yield {"kind": "score", "stage": stage.code, "item": criterion.code, "seat": seat, "body": body}
        yield {"kind": "moved", "stage": "pleno", "body": {"from": before, "reason": ""}}


def _standings(entry: Any, records: Sequence[Any]) -> list[Any]:
    """What `refresh_standing` copies from the ledger, not saved; sums go to the entry."""
    from guyub.apps.appraisal.models import ItemStanding
    from guyub.data.cycle_files import load_cycle_definition
    from guyub.domain.cycles import Record, score_entry

    told = [Record(row.kind, row.stage, row.item, row.seat.label if row.seat_id else "", row.body) for row in records]
    score = score_entry(load_cycle_definition(DEFINITION), told)
    entry.claimed_points = score.claimed_points if score.items else None
    entry.verified_points = (
        score.verified_points if any(one.verified_share is not None for one in score.items) else None
    )
    return [
        ItemStanding(
            entry_id=entry.pk,
            item=one.item,
            weight=one.weight,
            claimed_share=one.claimed_share,
            claimed_points=one.claimed_points,
            verified_share=one.verified_share,
            verified_points=one.verified_points,
            reason=one.reason,
            field_result=one.field_result,
        )
        for one in score.items
    ]


def _write_ledger(ledger: Any, chains: Iterable[tuple[str, datetime, list[Any]]]) -> None:
    """Number and seal new chains and write them with their heads, as `chained.append` does row by row."""
    from guyub.apps.audit.chained import LedgerHead, fingerprint
    from guyub.apps.inserting import insert_rows

    rows, heads = [], []
    for chain, at, own in chains:
        previous = ""
        for number, row in enumerate(own, start=1):
            row.chain, row.sequence, row.at, row.previous_hash = chain, number, at, previous
            row.hash = previous = fingerprint(row)
        rows += own
        heads.append(LedgerHead(name=f"{ledger._meta.label_lower}:{chain}", sequence=len(own), hash=previous))
    insert_rows(ledger, rows)
    LedgerHead.objects.bulk_create(heads, batch_size=5000)


def _verify_some() -> None:
    """Chains hold together as the site verifies them; one that does not is a fault of this file."""
    from guyub.apps.audit.chained import ledgers, verify

    for ledger in ledgers():
        for chain in ledger.objects.order_by("pk").values_list("chain", flat=True).distinct()[:20]:
            if problems := list(verify(ledger, chain)):
                raise AssertionError(problems[0])


def _vacuum() -> None:
    """Or it would start by itself while pages are measured."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")


def _account(name: str) -> Any:
    from guyub.apps.accounts.models import User

    user = User(username=name, email=f"{name}@beban.invalid")
    user.set_unusable_password()
    return user


def _first_of_cities(units: Sequence[Any]) -> list[int]:
    """One unit of every city."""
    return list({unit.region_id[:5]: unit.pk for unit in units}.values())


def _batches(rows: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]
