"""Fill a PostgreSQL registry with made-up families by COPY, for load measurements.

Short cuts, none of which changes what a page reads: 64 data keys are drawn and repeated (every person still has a row
of keys of their own); the derived states of a few hundred families are computed and repeated over all; the audit trail
and append-only triggers are left out while filling, and indexes are made afterwards.
"""

import io
import json
import sys
import time
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl
from polars import col, lit

from guyub.analytics.synthetic import Block, Plan, load_figures, load_words, make_block, villages_of
from guyub.data.questionnaires import load_questionnaire
from guyub.domain.families.names import name_key
from guyub.domain.families.questionnaire import Who

REGION, EDITION = "32.76", "pk-2021"
KEYS, STATES = 64, 300
ALPHABET = np.frombuffer(b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ", dtype="S1")
SCATTER, SIGNS = 0x2545F4914F6CDD1D | 1, 50  # codes look drawn, and none comes twice
NOW = "2026-01-15T08:00:00+07:00"
TABLES = (
    "people_datakey",
    "people_dwelling",
    "people_person",
    "people_family",
    "people_residence",
    "people_membership",
    "people_couple",
    "people_event",
    "surveys_interview",
    "resilience_familystate",
)


def fill(families: int) -> None:
    """Families of Kota Depok's 63 villages, with one finished survey round."""
    from django.db import connection

    from guyub.apps.territory.regions import load_regions

    load_regions(REGION)
    figures = load_figures()
    plan = Plan(figures, load_words(), villages_of(REGION, families, figures, 1), 1)
    start = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SET synchronous_commit = off")
        indexes = _drop_indexes(cursor)
        _fill_rounds(cursor, plan)
        filler = _Filler(plan)
        for number in plan.blocks:
            for table, rows in filler.tables(number):
                _copy(cursor, table, rows)
            if number % 10 == 9:
                print(f"{(number + 1) * 10_000:,} families, {time.perf_counter() - start:.0f} s", file=sys.stderr)
        for statement in indexes:
            cursor.execute(statement)
        _fill_states(cursor)
        for table in TABLES[:-1]:
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")  # noqa: S608
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("VACUUM (ANALYZE)")  # or it would start by itself while pages are measured
    print(f"filled in {time.perf_counter() - start:.0f} s", file=sys.stderr)


def _drop_indexes(cursor: Any) -> list[str]:
    """Drop what is no constraint; returns the statements that make the indexes again."""
    cursor.execute(
        """SELECT indexname, indexdef FROM pg_indexes
        WHERE tablename = ANY(%s) AND indexname NOT IN (SELECT conname FROM pg_constraint)""",
        [list(TABLES)],
    )
    found = cursor.fetchall()
    for name, _ in found:
        cursor.execute(f'DROP INDEX "{name}"')
    return [statement for _, statement in found]


def _copy(cursor: Any, table: str, rows: pl.DataFrame) -> None:
    text = io.BytesIO()
    rows.write_csv(text, include_header=False, quote_style="necessary")
    columns = ", ".join(rows.columns)
    with cursor.copy(f"COPY {table} ({columns}) FROM STDIN WITH (FORMAT csv)") as copy:
        copy.write(text.getvalue())


def _fill_rounds(cursor: Any, plan: Plan) -> None:
    rows = pl.DataFrame({"village_id": plan.villages.codes}).with_row_index("id", 1)
    rounds = rows.with_columns(year=2026, edition=lit(EDITION), opened_on=lit("2026-01-01"))
    _copy(cursor, "surveys_round", rounds)


def _fill_states(cursor: Any) -> None:
    """States of the first families, computed by the site, then repeated over all others."""
    from guyub.apps.people.models import Family
    from guyub.apps.resilience.models import FamilyState
    from guyub.apps.resilience.services.following import refresh

    first = list(Family.objects.order_by("pk").values_list("pk", flat=True)[:STATES])
    refresh(first)
    names = [field.column for field in FamilyState._meta.concrete_fields]
    own = {"family_id": "f.id", "village_id": "f.village_id", "rw": "f.rw", "rt": "f.rt"}
    cursor.execute(
        f"""INSERT INTO resilience_familystate ({", ".join(names)})
        SELECT {", ".join(own.get(name, f"s.{name}") for name in names)}
        FROM people_family f JOIN resilience_familystate s ON s.family_id = f.id %% {len(first)} + 1
        WHERE f.id > {len(first)}""",  # noqa: S608
        [],
    )


class _Filler:
    """Turns blocks into rows of the tables, numbering through."""

    def __init__(self, plan: Plan) -> None:
        from guyub.apps.people.sealing import digest, new_data_key

        self.plan, self.form = plan, load_questionnaire(EDITION)
        self.next_key, self.next_family, self.next_person, self.next_couple = 1, 1, 1, 1
        self.digest = digest
        drawn = [new_data_key() for _ in range(KEYS)]
        self.version = drawn[0][2]
        self.wrapped = pl.Series([r"\x" + wrapped.hex() for _, wrapped, _ in drawn])
        self.niks = pl.Series([r"\x" + key.seal("9901010101900001", "nik").hex() for key, _, _ in drawn])
        self.kks = pl.Series([r"\x" + key.seal("9901010101200001", "kk").hex() for key, _, _ in drawn])
        self.round_of = {code: number for number, code in enumerate(plan.villages.codes, 1)}

    def tables(self, number: int) -> Iterator[tuple[str, pl.DataFrame]]:
        """Rows of one block, table by table."""
        block, day = make_block(self.plan, number), self.plan.figures.day
        since = day - timedelta(days=700)
        families, people = self._numbered(block)
        yield "people_datakey", self._keys(families.height + people.height)
        place = ["village_id", "rw", "rt"]
        address = pl.format("Jalan Rekaan No. {}", col("id"))
        yield "people_dwelling", families.select("id", *place, address=address, hamlet=lit(""))
        yield "people_person", self._people(people)
        yield (
            "people_family",
            families.select(
                "id",
                *place,
                "code",
                dwelling_id=col("id"),
                head_id=col("head_id"),
                since=lit(since),
                ended=lit(""),
                decile=col("decile"),
                key_id=col("key_id"),
                kk_sealed=self.kks.gather(families["key_id"] % KEYS),
                kk_digest=pl.Series([self.digest("kk", text) for text in families["kk"]]),
                created_at=lit(NOW),
                updated_at=lit(NOW),
            ),
        )
        yield "people_residence", families.select("id", family_id=col("id"), dwelling_id=col("id"), since=lit(since))
        yield (
            "people_membership",
            people.select(
                "id",
                "family_id",
                person_id=col("id"),
                relation=col("k10"),
                line=col("k01"),
                since=pl.max_horizontal("birth", lit(since)),
            ),
        )
        yield "people_couple", self._couples(people, since)
        yield (
            "people_event",
            families.select(
                "id",
                *place,
                kind=lit("registered"),
                day=lit(since),
                family_id=col("id"),
                fields=lit("[]"),
                recorded_at=lit(NOW),
            ),
        )
        yield (
            "surveys_interview",
            families.select(
                "id",
                *place,
                round_id=col("village_id").replace_strict(self.round_of, return_dtype=pl.Int64),
                family_id=col("id"),
                edition=lit(EDITION),
                state=lit("done"),
                reason=lit(""),
                answers=pl.Series(list(self._answers(block, people))),
                kept=lit("{}"),
                sequence=lit(1),
                day=lit(day),
                source=lit("demonstration"),
                started_at=lit(NOW),
                updated_at=lit(NOW),
                finished_at=lit(NOW),
            ),
        )

    def _numbered(self, block: Block) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Families and people with ids, codes and keys."""
        families = block.answers.select("family", "village", "rw", "rt", "kk", "decile").rename(
            {"village": "village_id"}
        )
        families = families.with_row_index("id", self.next_family).with_columns(
            code=pl.Series(_codes("K", self.next_family, families.height)),
            key_id=pl.int_range(pl.len()) + self.next_key,
        )
        people = block.members.rename({"village": "village_id"}).with_row_index("id", self.next_person)
        people = people.with_columns(
            code=pl.Series(_codes("P", self.next_person, people.height)),
            key_id=pl.int_range(pl.len()) + self.next_key + families.height,
        ).join(families.select("family", family_id="id"), on="family", maintain_order="left")
        heads = people.filter(col("k10") == 1).select("family", head_id="id")
        families = families.join(heads, on="family", maintain_order="left")
        self.next_family += families.height
        self.next_person += people.height
        return families, people

    def _keys(self, count: int) -> pl.DataFrame:
        numbers = pl.int_range(self.next_key, self.next_key + count, eager=True)
        self.next_key += count
        return pl.DataFrame({"id": numbers, "wrapped": self.wrapped.gather(numbers % KEYS)}).with_columns(
            version=self.version
        )

    def _people(self, people: pl.DataFrame) -> pl.DataFrame:
        names = people["name"].unique()
        keys = pl.DataFrame({"name": names, "name_key": [name_key(name) for name in names]})
        first = people.group_by("family_id").agg(first=col("id").min())
        nik = people["nik"]
        rows = people.join(keys, on="name", maintain_order="left").join(first, on="family_id", maintain_order="left")
        has_nik = col("nik").is_not_null()
        return rows.with_columns(
            nik_sealed=self.niks.gather(people["key_id"] % KEYS),
            nik_digest=pl.Series(["" if text is None else self.digest("nik", text) for text in nik]),
        ).select(
            "id",
            "village_id",
            "rw",
            "rt",
            "code",
            "name",
            "name_key",
            "key_id",
            "nik_digest",
            sex=col("k03"),
            birth_date=col("birth"),
            birth_known=lit("day"),
            marital=col("k07"),
            mother_name_key=lit(""),
            state=lit("living"),
            mother_id=pl.when(col("k11") > 0).then(col("first") + col("k11") - 1),
            nik_sealed=pl.when(has_nik).then("nik_sealed"),
            created_at=lit(NOW),
            updated_at=lit(NOW),
        )

    def _couples(self, people: pl.DataFrame, since: date) -> pl.DataFrame:
        wives = people.filter(col("k10") == 2).select("family_id", wife_id="id")
        heads = people.filter(col("k10") == 1).select("family_id", husband_id="id")
        couples = wives.join(heads, on="family_id", maintain_order="left").with_row_index("id", self.next_couple)
        self.next_couple += couples.height
        return couples.with_columns(since=lit(since), ended=lit(""))

    def _answers(self, block: Block, people: pl.DataFrame) -> Iterator[str]:
        """Answers of each family as an interview holds them."""
        own = {who: [q for q in self.form.about(who) if not q.held_by_registry] for who in Who}
        members: dict[int, dict[str, Any]] = {}
        for row in people.iter_rows(named=True):
            members.setdefault(row["family_id"], {})[row["code"]] = _given(own[Who.MEMBER], row)
        for row, of_members in zip(block.answers.iter_rows(named=True), members.values(), strict=True):
            family, couple = (_given(own[who], row) for who in (Who.FAMILY, Who.COUPLE))
            yield json.dumps({"family": family, "couple": couple, "members": of_members}, separators=(",", ":"))


def _given(questions: list[Any], row: Mapping[str, Any]) -> dict[str, int]:
    return {question.code: row[question.key] for question in questions if row.get(question.key) is not None}


def _codes(letter: str, first: int, count: int) -> list[str]:
    """Codes of ten signs that look drawn; a multiplication by an odd number meets each code once."""
    number = (np.arange(first, first + count, dtype=np.uint64) * np.uint64(SCATTER)) & np.uint64(2**SIGNS - 1)
    signs = np.stack([ALPHABET[(number >> np.uint64(5 * place)) & np.uint64(31)] for place in range(10)], axis=1)
    return [letter + sign.decode() for sign in np.ascontiguousarray(signs).view("S10").ravel()]
