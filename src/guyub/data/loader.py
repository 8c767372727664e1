"""Read the fact catalogue, the profile form and the instruments."""

from functools import cache
from pathlib import Path

from guyub.data.reading import FOLDER, read_yaml, validate
from guyub.domain.facts import FactCatalogue
from guyub.domain.facts.profile import ProfileForm
from guyub.domain.instruments.model import Instrument, content_checksum
from guyub.errors import InvalidRuleFile, NotFound


@cache
def load_fact_catalogue() -> FactCatalogue:
    """The catalogue of all facts that instruments may use."""
    file = FOLDER / "facts" / "catalogue.yaml"
    return validate(FactCatalogue, read_yaml(file), file)


@cache
def load_profile_form() -> ProfileForm:
    """The questionnaire of the village profile, checked against the fact catalogue.

    Raises:
        InvalidRuleFile: It decides a fact that the catalogue does not have.
    """
    file = FOLDER / "forms" / "village-profile.yaml"
    form = validate(ProfileForm, read_yaml(file), file)
    known = load_fact_catalogue().by_code
    unknown = next((code for code in form.facts if code not in known), None)
    if unknown is not None:
        raise InvalidRuleFile(file=file.name, path="topics", problem=f"unknown fact '{unknown}'")
    return form


def instrument_ids() -> tuple[str, ...]:
    """Ids of the instruments that come with Guyub."""
    return tuple(sorted(file.stem for file in (FOLDER / "instruments").glob("*.yaml")))


@cache
def load_instrument(name: str) -> Instrument:
    """An instrument that comes with Guyub, by its id.

    Raises:
        NotFound: There is none of that id.
    """
    if name not in instrument_ids():
        raise NotFound(kind="instrument", name=name, known=", ".join(instrument_ids()))
    return read_instrument(FOLDER / "instruments" / f"{name}.yaml")


def load_related(instrument: Instrument) -> dict[str, Instrument]:
    """The other instruments whose class this one reads, and theirs, by id.

    Raises:
        InvalidRuleFile: Instruments read one another's class in a circle.
        NotFound: One of them does not exist.
    """
    found: dict[str, Instrument] = {}

    def add(reader: Instrument, above: tuple[str, ...]) -> None:
        for name in reader.instruments_used:
            if name in above:
                problem = "instruments read one another's class in a circle: " + " -> ".join((*above, name))
                raise InvalidRuleFile(file=f"{instrument.id}.yaml", path="class_rank_of", problem=problem)
            found[name] = load_instrument(name)
            add(found[name], (*above, name))

    add(instrument, (instrument.id,))
    return found


def read_instrument(file: Path, catalogue: FactCatalogue | None = None) -> Instrument:
    """An instrument from a file, checked against the fact catalogue and its own checksum.

    Raises:
        InvalidRuleFile: Names file, path and reason: unknown key, gapped bands, unknown fact, changed content ...
    """
    content = read_yaml(file)
    instrument = validate(Instrument, content, file)
    known = (catalogue or load_fact_catalogue()).by_code
    unknown = next((code for code in instrument.facts_used if code not in known), None)
    if unknown is not None:
        problem = f"unknown fact '{unknown}'; add it to facts/catalogue.yaml or correct the name"
        raise InvalidRuleFile(file=file.name, path="facts", problem=problem)
    expected = content_checksum(content)
    if instrument.checksum != expected:
        problem = (
            f"the content has checksum {expected}, the file says {instrument.checksum}. A published instrument does "
            "not change, since stored snapshots are replayed with it: copy it to a new file with a new id, change that "
            "one, then write its checksum"
        )
        raise InvalidRuleFile(file=file.name, path="checksum", problem=problem)
    return instrument
