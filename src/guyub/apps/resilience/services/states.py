"""The state of one family: the rules applied to its record. Nothing is read or written here."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from guyub.apps.people.models import Family
from guyub.apps.resilience.models import FamilyState
from guyub.apps.resilience.services.records import Record, Recorded
from guyub.data import load_family_rules
from guyub.domain.families import family_planning, ibangga, krs

ANY_FACTOR = "krs_any_factor"


@dataclass(frozen=True)
class Judged:
    """Everything the rules say about one family."""

    index: ibangga.FamilyIndex
    screening: krs.Screening
    any_factor: krs.Screening
    couple: family_planning.CoupleStatus


@cache
def rules():  # type: ignore[no-untyped-def]
    """The family rules in force, with their default choices."""
    return load_family_rules()


@cache
def rules_any_factor():  # type: ignore[no-untyped-def]
    """The same with the literal KRS rule."""
    return load_family_rules(krs_rule=ANY_FACTOR)


def judge(record: Record) -> Judged:
    """Apply iBangga, both KRS rules and the family-planning classes to a record."""
    return Judged(
        ibangga.measure(rules().ibangga, record),
        krs.screen(rules().krs, record),
        krs.screen(rules_any_factor().krs, record),
        family_planning.status(rules().family_planning, record),
    )


def state_of(family: Family, recorded: Recorded, on: date) -> FamilyState:
    """The stored row of a family, not saved. ``last_visit_on`` is left alone."""
    judged = judge(recorded.record)
    index, screening, couple = judged.index, judged.screening, judged.couple
    return FamilyState(
        family_id=family.pk,
        village_id=family.village_id,
        rw=family.rw,
        rt=family.rt,
        as_of=on,
        interviewed_on=recorded.interviewed_on,
        record={code: value for code, value in recorded.record.items() if value is not None},
        rules=rules().version,
        tenteram=index.dimensions["T"],
        mandiri=index.dimensions["M"],
        bahagia=index.dimensions["B"],
        ibangga=index.total,
        category=index.category or "",
        variables=dict(index.states),
        unanswered=list(index.unanswered),
        target=screening.target,
        krs=screening.at_risk,
        krs_any=judged.any_factor.at_risk,
        targets=dict(screening.targets),
        air=screening.factors["AIR"],
        jamban=screening.factors["JAMBAN"],
        t_muda=screening.factors["T_MUDA"],
        t_tua=screening.factors["T_TUA"],
        t_dekat=screening.factors["T_DEKAT"],
        t_banyak=screening.factors["T_BANYAK"],
        pus_4t=screening.pus_4t,
        non_kbm=screening.factors["NON_KBM"],
        rank=screening.rank,
        pus=couple.flags.get("pus"),
        pregnant=couple.flags.get("web_pregnant"),
        method=couple.method or "",
        non_user=couple.non_user_class or "",
        unmet_register=couple.unmet_register or "",
        unmet_pk=couple.unmet_pk or "",
    )
