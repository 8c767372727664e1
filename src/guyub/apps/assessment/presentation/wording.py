"""The sentences of the village page: facts, limits and margins in plain words, with their numbers of people."""

from collections.abc import Iterator, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guyub import language as words
from guyub.apps.assessment.models import Source
from guyub.apps.assessment.presentation import limits
from guyub.data import load_fact_catalogue
from guyub.domain.expressions import model as expression
from guyub.domain.expressions.model import Band
from guyub.domain.facts import FactDefinition, FactKind, Finding
from guyub.domain.instruments import Assessment, Instrument, Limit, Variable, VariableResult, margins
from guyub.domain.instruments.assess import decide
from guyub.domain.planning.losses import Loss

SOURCES: dict[Source, Promise] = {
    Source.REGISTRY: gettext_lazy("registrasi Guyub"),
    Source.REPORTED_FILE: gettext_lazy("berkas laporan"),
    Source.PROFILE_FORM: gettext_lazy("formulir profil"),
    Source.WEB_SYSTEM: gettext_lazy("sistem web Kampung KB"),
    Source.SYNTHETIC: gettext_lazy("data contoh (rekaan)"),
}

UNITS: dict[str, Promise] = {
    "ya/tidak": gettext_lazy("ya/tidak"),
    "orang": gettext_lazy("orang"),
    "jiwa": gettext_lazy("jiwa"),
    "keluarga": gettext_lazy("keluarga"),
    "pasangan": gettext_lazy("pasangan"),
    "jenis": gettext_lazy("jenis"),
    "sumber": gettext_lazy("sumber"),
    "kelompok": gettext_lazy("kelompok"),
    "sarana": gettext_lazy("sarana"),
    "mekanisme": gettext_lazy("mekanisme"),
    "lembaga": gettext_lazy("lembaga"),
    "langkah": gettext_lazy("langkah"),
    "syarat": gettext_lazy("syarat"),
    "persen": gettext_lazy("persen"),
}


def unit(name: str, language: str = "id") -> str:
    """A unit of measure in the page's language; units without an English word stay as they are."""
    return str(UNITS.get(name, name))


def fact_value(definition: FactDefinition, value: int, language: str) -> str:
    """A figure as people read it: "ya", "25 orang", "54,01"."""
    if definition.kind is FactKind.FLAG:
        return _("ya") if value else _("tidak")
    if definition.kind is FactKind.HUNDREDTHS:
        return words.format_hundredths(value, language)
    return f"{words.format_number(value, language)} {unit(definition.unit, language)}"


def finding(found: Finding, language: str) -> str:
    """Two figures that cannot both be true."""
    check = next(check for check in load_fact_catalogue().checks if check.id == found.check)
    return check.message.in_language(language).format(
        left=words.format_number(found.left, language), right=words.format_number(found.right, language)
    )


class Wording:
    """Sentences about one assessment.

    Args:
        instrument: The rules, in the mode of the assessment.
        assessment: The answer.
        facts: What is known.
        language: "id" or "en".
        loss: The smallest single change that would lose the class, where there is one.
    """

    def __init__(
        self,
        instrument: Instrument,
        assessment: Assessment,
        facts: Mapping[str, int | None],
        language: str,
        loss: Loss | None = None,
    ) -> None:
        self.instrument = instrument
        self.assessment = assessment
        self.facts = facts
        self.language = language
        self.loss = loss

    def number(self, value: int) -> str:
        """A whole number as people read it."""
        return words.format_number(value, self.language)

    def band(self, band: Band, unit_name: str) -> str:
        """A band in words: "10–20 %", "31 % ke atas", "paling banyak 9 %"."""
        sign = " %" if unit_name == "persen" else ""
        if band.start is None:
            return f"0{sign}" if band.end == 0 else _("sampai {n}").format(n=f"{self.number(band.end or 0)}{sign}")
        if band.end is None:
            return _("{n} ke atas").format(n=f"{self.number(band.start)}{sign}")
        if band.start == band.end:
            return f"{self.number(band.start)}{sign}"
        return f"{self.number(band.start)}–{self.number(band.end)}{sign}"

    def fact(self, variable: Variable, result: VariableResult) -> str:
        """The fact behind a score: "30 % (1.203 dari 3.961 PUS)", "6 sumber"."""
        if result.given:
            return _("skor dari sistem nasional, rinciannya belum tercatat")
        if not result.requirement_met:
            return _("catatan Bangga Kencana belum ada")
        if result.value is None:
            return _("belum ada data")
        node = variable.value
        if variable.unit == "persen":
            return self._percent(node, result)
        if isinstance(node, expression.Fact) and not result.missing:
            return f"{self.number(result.value)} {unit(variable.unit)}"
        return self._listed(result)

    def margin(self) -> str:
        """How the class hangs on its limits, in words, where that is thin or where something small is lacking."""
        thin = self._thin()
        if thin is not None:
            index, points = thin
            text = _("Hanya {n} poin dari batas turun ke {lower}: indeks {name} {value}, batasnya {limit}.")
            return text.format(
                n=points,
                lower=self._class_with({index: False}),
                name=self._index_name(index),
                value=self._hundredths(self.assessment.indices[index]),
                limit=self._hundredths(self._limit(index)),
            )
        lacking = self._lacking()
        if not lacking:
            return ""
        parts = [
            _("{n} poin pada indeks {name}").format(n=points, name=self._index_name(index))
            for index, points in lacking.items()
        ]
        higher = self._class_with(dict.fromkeys(lacking, True))
        return _("Kurang {parts} untuk naik ke {higher}.").format(parts=_(" dan ").join(parts), higher=higher)

    def margin_is_thin(self) -> bool:
        """Whether one lost point would cost the class."""
        thin = self._thin()
        return thin is not None and thin[1] == 0

    def next_score(self, variable: Variable, result: VariableResult) -> str:
        """What the next better score needs: "708 pasangan terlayani lagi → skor 2"."""
        if result.given or result.up is None:
            return _("sudah skor tertinggi") if self._is_highest(variable, result) else ""
        return _("{change} → skor {score}").format(
            change=self._change(variable, result.up, "up"), score=result.up.score
        )

    def spare(self, variable: Variable, result: VariableResult) -> str:
        """What may drop away before the score falls: "68 pasangan; sesudah itu skor 3"."""
        if result.given or result.down is None:
            return ""
        change = limits.to_limit(self.instrument, variable, self.facts, self.assessment, result.down)
        if change is None:
            return ""
        return _("{n} {unit} sebelum turun ke skor {score}").format(
            n=self.number(change.count - 1), unit=self._unit_of(change), score=result.down.score
        )

    def steps(self) -> Iterator[tuple[str, str]]:
        """Two or three sentences of what matters most now, each with the variable that explains it."""
        if self.assessment.missing and (first := self._missing_step()):
            yield first
        found = list(self._upward())
        yield from found[: 1 if self.assessment.missing else 2]
        if guard := self._guard():
            yield guard

    # -- sentences -------------------------------------------------------------------------------------------

    def _missing_step(self) -> tuple[str, str] | None:
        lacking = [
            (code, result) for code, result in self.assessment.variables.items() if result.missing and not result.given
        ]
        if not lacking:
            return None
        points = sum(self._highest(code) - (result.score or 0) for code, result in lacking)
        text = _("Lengkapi {n} angka yang belum ada: paling banyak {points} poin bergantung padanya.").format(
            n=len(self.assessment.missing), points=points
        )
        return text, lacking[0][0]

    def _upward(self) -> Iterator[tuple[str, str]]:
        """Steps up in the indices that fail or hang on their limit: lowest score first, then fewest people."""
        thin = self._thin()
        wanted = list(self._lacking()) or ([thin[0]] if thin else [])
        found = []
        for code, result in self.assessment.variables.items():
            variable = self.instrument.by_code[code]
            index = self.instrument.index_of(code)
            if index is None or index.id not in wanted or result.given or result.up is None or result.missing:
                continue
            change = limits.to_limit(self.instrument, variable, self.facts, self.assessment, result.up)
            if change is None:
                continue
            text = _("{name} {fact}: {change} → skor {score}.").format(
                name=variable.name.in_language(self.language),
                fact=self.fact(variable, result),
                change=self._change(variable, result.up, "up"),
                score=result.up.score,
            )
            found.append((wanted.index(index.id), result.score or 0, change.count, text, code))
        for _index, _score, _count, text, code in sorted(found):
            yield text, code

    def _guard(self) -> tuple[str, str] | None:
        """The change of the fewest people or things that would cost the class, where it hangs on its limit."""
        if self.loss is None or not self.margin_is_thin():
            return None
        loss = self.loss
        variable = self.instrument.by_code[loss.variable]
        text = _("Jaga {name} {fact}: {n} {change}, dan kelas turun ke {lower}.").format(
            name=variable.name.in_language(self.language),
            fact=self.fact(variable, self.assessment.variables[loss.variable]),
            n=self.number(loss.count),
            change=self._lost(loss),
            lower=loss.class_after,
        )
        return text, loss.variable

    def _lost(self, loss: Loss) -> str:
        unit_name = unit(load_fact_catalogue().by_code[loss.facts[0]].unit, self.language)
        if loss.kind == "shift":
            return _("{unit} beralih ke cara jangka pendek").format(unit=unit_name)
        if loss.kind == "more":
            return _("{unit} lebih banyak").format(unit=unit_name)
        return _("{unit} berkurang").format(unit=unit_name)

    def _change(self, variable: Variable, limit: Limit, direction: str) -> str:
        change = limits.to_limit(self.instrument, variable, self.facts, self.assessment, limit)
        if change is None:
            return self._reach(variable, limit)
        count = f"{self.number(change.count)} {self._unit_of(change)}"
        if change.rises:
            return _("{count} lagi").format(count=count)
        if change.unit == "pasangan":
            return _("{count} terlayani lagi").format(count=count)
        return _("berkurang {count}").format(count=count)

    def _reach(self, variable: Variable, limit: Limit) -> str:
        band = next(band for band in variable.bands if band.score == limit.score)
        return _("mencapai {band}").format(band=self.band(band, variable.unit))

    def _percent(self, node: expression.Node, result: VariableResult) -> str:
        share = limits.share_of(self.instrument, node, self.facts, self.assessment)
        if share is not None:
            return _("{percent} % ({part} dari {whole} {unit})").format(
                percent=result.value,
                part=self.number(share.part),
                whole=self.number(share.whole),
                unit=self._whole_name(share.whole_name),
            )
        parts = ", ".join(
            f"{self.instrument.values[name].name.in_language(self.language).split()[-1]} {value} %"
            for name in limits.named_values(node)
            if (value := self.assessment.values.get(name)) is not None
        )
        return f"{result.value} %" + (f" ({parts})" if parts else "")

    def _listed(self, result: VariableResult) -> str:
        known = load_fact_catalogue().by_code
        parts = []
        for code, value in result.facts.items():
            name = known[code].name.in_language(self.language)
            words_of = _("belum ada data") if value is None else fact_value(known[code], value, self.language)
            parts.append(f"{name}: {words_of}")
        return "; ".join(parts)

    def _unit_of(self, change: limits.Change) -> str:
        return unit(change.unit, self.language)

    def _whole_name(self, name: str) -> str:
        if name in self.instrument.values:
            label = self.instrument.values[name].name.in_language(self.language)
            return label[0].lower() + label[1:]
        if name == "pus":
            return _("PUS")
        return unit(load_fact_catalogue().by_code[name].unit, self.language)

    # -- limits of indices -------------------------------------------------------------------------------------

    def _index_name(self, index: str) -> str:
        return next(i.name.in_language(self.language) for i in self.instrument.indices if i.id == index)

    def _limit(self, index: str) -> int:
        return next(i.passes_at for i in self.instrument.indices if i.id == index)

    def _hundredths(self, value: int) -> str:
        return words.format_hundredths(value, self.language)

    def _highest(self, code: str) -> int:
        return max((band.score for band in self.instrument.by_code[code].bands), default=0)

    def _is_highest(self, variable: Variable, result: VariableResult) -> bool:
        return result.score is not None and result.score >= self._highest(variable.code)

    def _points(self, index: str) -> int:
        """Points by which the sum of scores of an index stands above (or, negative, below) its limit."""
        members = next(i.members for i in self.instrument.indices if i.id == index)
        total = sum(self.assessment.variables[code].score or 0 for code in members)
        return total - -(-self._limit(index) * len(members) // 100)

    def _thin(self) -> tuple[str, int] | None:
        """The index whose loss would lower the class and its points to spare, where that is at most one."""
        found = margins.sparing(self.instrument, self.assessment.indices)
        if found is None or self._points(found.index) > 1:
            return None
        return found.index, self._points(found.index)

    def _lacking(self) -> dict[str, int]:
        """The indices that would have to pass for a higher class, with the points they lack."""
        found = margins.lacking(self.instrument, self.assessment.indices)
        return {distance.index: -self._points(distance.index) for distance in found}

    def _class_with(self, changes: Mapping[str, bool]) -> str:
        """The class that other passes would give."""
        return decide(self.instrument, {**self.assessment.passes, **changes})
