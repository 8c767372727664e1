"""The yearly card (K/0) of a group for a file: what it tells of itself, and counts of today. No names of people."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from guyub.apps.programmes.models import Group, GroupCard
from guyub.apps.programmes.presentation.words import group_name, kind_of
from guyub.apps.programmes.services import card_counts
from guyub.apps.programmes.services.targets import families_meant, people_meant
from guyub.apps.ui.templatetags.ui import page_language
from guyub.data.group_files import load_group_rules
from guyub.language import format_date

Line = tuple[str, str]


def card_title(group: Group) -> str:
    """What the card is called."""
    return f"{kind_of(group).card} {group_name(group)}"


def card_lines(group: Group, today: date, confirmed: GroupCard | None) -> list[Line]:
    """Field and content, in the order of the card; four queries.

    Args:
        confirmed: The card confirmed last; None where none was.
    """
    counts = card_counts(group, today)
    return [
        *_of_itself(group),
        *_officers(group),
        *_counted(group, today, counts["members"]),
        (_("Pengurus terlatih"), _of(counts["trained"], counts["officers"])),
        (_("Disahkan"), _confirmed(confirmed)),
    ]


def _of_itself(group: Group) -> Iterator[Line]:
    """What the group's page lets people fill in."""
    rules, language, kind = load_group_rules(), page_language(), kind_of(group)
    unknown = _("belum dicatat")
    issuer = rules.decree_issuers.named(group.decree_issuer, language) if group.decree_issuer else ""
    decree = [group.decree_number, format_date(group.decree_on, language) if group.decree_on else "", issuer]
    yield _("Nama kelompok"), group_name(group)
    yield _("Jenis kelompok"), kind.name.in_language(language)
    yield _("Kelurahan/desa"), f"{group.village.name} ({group.village_id})"
    yield _("RW yang dilayani"), ", ".join(group.serves) or _("seluruh kelurahan")
    yield _("Nomor register"), group.number or unknown
    yield _("Dibentuk"), format_date(group.formed_on, language) if group.formed_on else unknown
    yield "SK", ", ".join(filter(None, decree)) or unknown
    yield _("Dana"), ", ".join(rules.funds.named(one, language) for one in group.funds) or unknown
    if kind.integrated:
        joined = ", ".join(rules.integrations.named(one, language) for one in group.integrated)
        yield _("Terpadu dengan"), joined or unknown


def _officers(group: Group) -> Iterator[Line]:
    """How many hold each post, and for those from outside the office; one query."""
    rules, language = load_group_rules(), page_language()
    found = list(group.officers.filter(until=None).values_list("post", "office", "trained_on"))
    held = Counter(post for post, _office, _trained in found)
    for choice in rules.posts.choices:
        offices = {office for post, office, _trained in found if post == choice.code and office}
        told = ", ".join(sorted(rules.facilitators.named(one, language) for one in offices))
        trained = sum(trained is not None for post, _office, trained in found if post == choice.code)
        number = _("{n} orang, {trained} terlatih").format(n=held[choice.code], trained=trained)
        yield choice.name.in_language(language), told or (number if held[choice.code] else _("belum ada"))


def _counted(group: Group, today: date, members: int) -> Iterator[Line]:
    """Whom it is meant for where it works, and who belongs to it."""
    kind = kind_of(group)
    target = kind.target
    if target is not None:
        meant = families_meant(group, target) if target.record else people_meant(group, target, today)
        who = target.name.in_language(page_language())
        yield _("Sasaran: {who}").format(who=who), str(sum(1 for _one in meant))
    if kind.members != "none":
        yield _("Anggota"), str(members)


def _of(part: int, whole: int) -> str:
    return _("{trained} dari {officers}").format(trained=part, officers=whole)


def _confirmed(card: GroupCard | None) -> str:
    if card is None:
        return _("belum")
    told = _("kartu {year}, {day}: {n} anggota, {trained} dari {officers} pengurus terlatih")
    return told.format(
        year=card.year,
        day=format_date(card.day, page_language()),
        n=card.counts["members"],
        trained=card.counts["trained"],
        officers=card.counts["officers"],
    )
