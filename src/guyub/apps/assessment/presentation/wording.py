"""The sentences of the village page: facts, limits and margins in plain words, with their numbers of people."""

from collections.abc import Iterator, Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from guyub import language as words
from guyub.apps.assessment.models import Source
from guyub.apps.assessment.presentation.falls import Fall
from guyub.data import load_fact_catalogue
from guyub.domain.expressions import model as expression
from guyub.domain.expressions.model import Band
from guyub.domain.facts import FactDefinition, FactKind
from guyub.domain.instruments import Instrument, Variable, VariableResult
from guyub.domain.instruments.assess import decide
from guyub.domain.instruments.class_turns import lacking
from guyub.domain.instruments.margins import IndexMargin, Margins, VariableMargin
from guyub.domain.planning.losses import Loss
from guyub.language.explanation import explain
from guyub.language.words import unit_word

SOURCES: dict[Source, Promise] = {
    Source.REGISTRY: gettext_lazy("registrasi Guyub"),
    Source.GROUPS: gettext_lazy("catatan kelompok di Guyub"),
    Source.HAPPENED: gettext_lazy("kejadian yang tercatat di Guyub"),
    Source.REPORTED_FILE: gettext_lazy("berkas laporan"),
    Source.PROFILE_FORM: gettext_lazy("formulir profil"),
    Source.WEB_SYSTEM: gettext_lazy("sistem web Kampung KB"),
    Source.SYNTHETIC: gettext_lazy("data contoh (rekaan)"),
}

COUPLES = "pasangan"
SHARE = "persen"
PERCENT = "\N{NO-BREAK SPACE}%"


def unit(name: str, language: str = "id", count: int = 0) -> str:
    """A unit of measure in the page's language, as so many are called; a unit without another word stays as it is."""
    return unit_word(name, count, language)


def fact_value(definition: FactDefinition, value: int, language: str) -> str:
    """A figure as people read it: "ya", "25 orang", "54,01"."""
    if definition.kind is FactKind.FLAG:
        return _("ya") if value else _("tidak")
    if definition.kind is FactKind.HUNDREDTHS:
        return words.format_hundredths(value, language)
    return f"{words.format_number(value, language)} {unit(definition.unit, language, value)}"


class Wording:
    """Sentences about one assessment and its distances to every limit.

    Args:
        instrument: The rules, in the mode of the assessment.
        margins: The assessment with its margins.
        language: "id" or "en".
        falls: Single changes that would lose the class, the smallest share first.
    """

    def __init__(self, instrument: Instrument, margins: Margins, language: str, falls: Sequence[Fall] = ()) -> None:
        self.instrument = instrument
        self.margins = margins
        self.assessment = margins.assessment
        self.language = language
        self.falls = falls
        explained = explain(instrument, margins, load_fact_catalogue(), language=language)
        self.texts = {variable.code: variable for variable in explained.variables}

    def number(self, value: int) -> str:
        """A whole number as people read it."""
        return words.format_number(value, self.language)

    # -- one variable ------------------------------------------------------------------------------------------

    def band(self, band: Band, unit_name: str) -> str:
        """A band in words: "10–20 %", "31 % ke atas", "sampai 9 %"."""
        sign = PERCENT if unit_name == SHARE else ""
        if band.start is None:
            return f"0{sign}" if band.end == 0 else _("sampai {n}").format(n=f"{self.number(band.end or 0)}{sign}")
        if band.end is None:
            return _("{n} ke atas").format(n=f"{self.number(band.start)}{sign}")
        if band.start == band.end:
            return f"{self.number(band.start)}{sign}"
        return f"{self.number(band.start)}–{self.number(band.end)}{sign}"

    def fact(self, variable: Variable) -> str:
        """The fact behind a score: "30 % (1.203 dari 3.961 PUS)", "6 sumber", "Regulasi ada: ya"."""
        result = self.assessment.variables[variable.code]
        if result.given or result.value is None:
            return self.texts[variable.code].fact
        if not self.texts[variable.code].known:
            return self.texts[variable.code].fact
        if not self._is_counted(variable):
            return self._listed(result)
        counted = self.instrument.facts_of_value(variable)  # what only decides whether it is scored counts for nothing
        is_short = not set(self.margins.variables[variable.code].missing).isdisjoint(counted)
        lacking = _("yang belum ada dihitung 0") if is_short else ""
        known = self.texts[variable.code].fact
        return f"{known} · {lacking}" if lacking else known

    def is_known(self, variable: Variable) -> bool:
        """Whether anything recorded stands behind a score, so that a figure can be shown."""
        return self.texts[variable.code].known

    def _is_counted(self, variable: Variable) -> bool:
        """Whether the value itself says something; the steps of I1 do not, the facts behind them do."""
        return variable.unit == SHARE or isinstance(variable.value, expression.Fact)

    def next_score(self, variable: Variable) -> str:
        """What the next better score needs."""
        margin = self.margins.variables[variable.code]
        if margin.score is not None and margin.score >= margin.best:
            return _("sudah skor tertinggi")
        return self.texts[variable.code].up

    def spare(self, variable: Variable) -> str:
        """What makes the score fall; empty where nothing is known that could fall."""
        return self.texts[variable.code].down

    # -- the class ---------------------------------------------------------------------------------------------

    def margin(self) -> str:
        """How the class hangs on its limits, in words, where that is thin or where something small is lacking."""
        sentences = [self._short_of_more(), self._close_to_less()]
        return " ".join(sentence for sentence in sentences if sentence)

    def _close_to_less(self) -> str:
        thin = self._thin()
        if thin is None:
            return ""
        if thin.spare == 0:
            text = _("Tepat di batas: satu poin hilang dari indeks {name} ({value}) menurunkan kelas ke {lower}.")
        else:
            text = _("Dua poin hilang dari indeks {name} ({value}, batasnya {limit}) menurunkan kelas ke {lower}.")
        return text.format(
            lower=self._class_with({thin.index: False}),
            name=self._index_name(thin.index),
            value=self._hundredths(thin.value),
            limit=self._hundredths(thin.passes_at),
        )

    def _short_of_more(self) -> str:
        way = lacking(self.instrument, self.assessment.indices)
        if way is None:
            return ""
        parts = [
            ngettext("{n} poin pada indeks {name}", "{n} poin pada indeks {name}", distance.points).format(
                n=distance.points, name=self._index_name(distance.index)
            )
            for distance in way.distances
        ]
        return _("Kurang {parts} untuk naik ke {higher}.").format(parts=_(" dan ").join(parts), higher=way.gives)

    def margin_is_thin(self) -> bool:
        """Whether one lost point would cost the class."""
        thin = self._thin()
        return thin is not None and thin.spare == 0

    def steps(self) -> Iterator[tuple[str, str]]:
        """Two or three sentences of what matters most now, each with the variable that explains it."""
        if self.margins.missing:
            yield self._missing_step()
        yield from list(self._upward())[: 1 if self.margins.missing else 2]
        if guard := self._guard():
            yield guard

    def fall(self, fall: Fall) -> str:
        """What would lose the class: "69 pasangan beralih dari MKJP ke cara lain, atau 91 berhenti"."""
        loss = fall.loss
        known = load_fact_catalogue().by_code
        if len(loss.facts) == 1 and known[loss.facts[0]].kind is FactKind.FLAG:
            return _("{name}: tidak lagi").format(name=known[loss.facts[0]].name.in_language(self.language))
        count = f"{self.number(loss.count)} {unit(known[loss.facts[0]].unit, self.language, loss.count)}"
        if fall.leaving is not None:
            text = _("{count} beralih dari {name} ke cara lain, atau {leaving} berhenti")
            return text.format(count=count, name=self._variable(loss), leaving=self.number(fall.leaving))
        if loss.kind == "shift" and loss.role == "rest":
            return _("{count} beralih ke {name}").format(count=count, name=self._variable(loss))
        if loss.kind == "shift":
            return _("{count} beralih dari {name} ke cara lain").format(count=count, name=self._variable(loss))
        name = self._counted(loss)
        if not name:  # the rest of a whole
            outside = self._name_of(self.margins.variables[loss.variable].quantity_of or "")
            return _("{count} bertambah di luar {name}").format(count=count, name=outside)
        more = _("{name} bertambah {count}") if loss.kind == "more" else _("{name} berkurang {count}")
        return more.format(name=name, count=count)

    def _variable(self, loss: Loss) -> str:
        return self.instrument.by_code[loss.variable].name.in_language(self.language)

    def _counted(self, loss: Loss) -> str:
        """Name of the people or things whose number changes; empty for the rest of a whole, which has no name."""
        if len(loss.facts) == 1:
            return self._name_of(loss.facts[0])
        return self._name_of(self.margins.variables[loss.variable].quantity_of or "") if loss.role == "counted" else ""

    def _name_of(self, code: str) -> str:
        named = self.instrument.values.get(code) or load_fact_catalogue().by_code.get(code)
        return "" if named is None else named.name.in_language(self.language)

    # -- sentences -------------------------------------------------------------------------------------------

    def _missing_step(self) -> tuple[str, str]:
        concerned = dict.fromkeys(code for fact in self.margins.missing for code in fact.variables)
        points = sum(
            margin.best - (margin.score or 0) for code, margin in self.margins.variables.items() if code in concerned
        )
        count = len(self.assessment.missing)
        text = ngettext(
            "Lengkapi {n} angka yang belum ada: paling banyak {points} poin bergantung padanya.",
            "Lengkapi {n} angka yang belum ada: paling banyak {points} poin bergantung padanya.",
            count,
        )
        return text.format(n=count, points=points), next(iter(concerned))

    def _upward(self) -> Iterator[tuple[str, str]]:
        """Steps up in the indices that lack points or hang on their limit."""
        thin = self._thin()
        wanted = [index.index for index in self._lacking()] or ([thin.index] if thin else [])
        able = [
            margin
            for margin in self.margins.variables.values()
            if margin.index in wanted and margin.up is not None and not margin.given and not margin.missing
        ]

        def nearest(margin: VariableMargin) -> tuple[int, int, int]:
            # To rise, the fewest people come first; to hold, the weakest score.
            score = (margin.score or 0) if thin and not thin.spare else 0
            return wanted.index(margin.index or ""), score, margin.effort or 0

        for margin in sorted(able, key=nearest):
            variable = self.instrument.by_code[margin.code]
            assert margin.up is not None
            fact = f" {self.fact(variable)}" if self._is_counted(variable) else ""
            text = _("{name}: {change} → skor {score}.").format(
                name=f"{variable.name.in_language(self.language)}{fact}",
                change=self._step_up(variable, margin),
                score=margin.up.score,
            )
            yield text, margin.code

    def _guard(self) -> tuple[str, str] | None:
        """The change of the smallest share that would cost the class, where it hangs on its limit."""
        # What grows around a share (families, couples) is nothing that one can guard.
        own = [fall for fall in self.falls if fall.loss.kind != "more" or fall.loss.role == "counted"]
        if not own or not self.margin_is_thin():
            return None
        fall = own[0]
        variable = self.instrument.by_code[fall.loss.variable]
        text = _("Jaga {name} {fact}. Kelas turun ke {lower} bila {change}.").format(
            name=variable.name.in_language(self.language),
            fact=self.fact(variable),
            change=self.fall(fall),
            lower=fall.loss.class_after,
        )
        return text, fall.loss.variable

    def _step_up(self, variable: Variable, margin: VariableMargin) -> str:
        assert margin.up is not None
        if margin.up.change is not None:
            if not self._is_counted(variable):
                facts = self.assessment.variables[variable.code].facts
                names = ", ".join(self._name_of(code) for code, value in facts.items() if value == 0)
                return _("penuhi {n} dari: {names}").format(n=self.number(margin.up.change), names=names)
            change = abs(margin.up.change)
            unit_name = self._unit_of(variable, margin)
            count = f"{self.number(change)} {unit(unit_name, self.language, change)}"
            if margin.up.change > 0:
                return _("{count} lagi").format(count=count)
            # Fewer couples in need of a service are couples who get it.
            served = unit_name == COUPLES
            return (_("{count} terlayani lagi") if served else _("berkurang {count}")).format(count=count)
        group = min((g for g in margin.groups if g.to_up is not None), key=lambda g: g.to_up or 0, default=None)
        if group is not None:
            name = load_fact_catalogue().by_code[group.members_of].name.in_language(self.language)
            return _("misalnya {name} bertambah {n}").format(name=name, n=self.number(group.to_up or 0))
        return self.texts[variable.code].up

    def _listed(self, result: VariableResult) -> str:
        known = load_fact_catalogue().by_code
        parts = []
        for code, value in result.facts.items():
            name = known[code].name.in_language(self.language)
            words_of = _("belum ada data") if value is None else fact_value(known[code], value, self.language)
            parts.append(f"{name}: {words_of}")
        return "; ".join(parts)

    def _unit_of(self, variable: Variable, margin: VariableMargin) -> str:
        name = margin.quantity_of or ""
        named = self.instrument.values.get(name) or load_fact_catalogue().by_code.get(name)
        return variable.unit if named is None else named.unit

    # -- indices -----------------------------------------------------------------------------------------------

    def _index_name(self, index: str) -> str:
        return next(i.name.in_language(self.language) for i in self.instrument.indices if i.id == index)

    def _hundredths(self, value: int) -> str:
        return words.format_hundredths(value, self.language)

    def _thin(self) -> IndexMargin | None:
        """The index whose loss would lower the class, where it has at most one point to spare."""
        rank = self.assessment.rank
        thin = [
            index
            for index in self.margins.indices
            if 0 <= index.spare <= 1
            and self.instrument.class_by_name[self._class_with({index.index: False})].rank < rank
        ]
        return min(thin, key=lambda index: index.spare, default=None)

    def _lacking(self) -> list[IndexMargin]:
        """The indices that would have to pass for a higher class, with the points they lack."""
        way = lacking(self.instrument, self.assessment.indices)
        wanted = {distance.index for distance in way.distances} if way else set()
        return [index for index in self.margins.indices if index.index in wanted]

    def _class_with(self, changes: Mapping[str, bool]) -> str:
        """The class that other passes would give."""
        return decide(self.instrument, {**self.assessment.passes, **changes})
