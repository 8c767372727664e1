"""Offices of a city and the accounts that answer for them: the only way to write them."""

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from guyub.apps.accounts.actors import Actor, require
from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right, roles_with
from guyub.apps.audit import trail
from guyub.apps.coordination.meeting_errors import NoSuchAccount, OfficeExists, OfficeNeedsACity
from guyub.apps.coordination.models import Office, OfficeMember
from guyub.apps.territory.codes import Level
from guyub.apps.territory.models import Region
from guyub.data.office_files import load_office_list

KEEP = "keep-offices"


@transaction.atomic
def load_offices(actor: Actor, region: Region, name: str = "depok") -> int:
    """Put the offices of a list into a city; those that are there already stay as they are. Returns how many are new.

    Raises:
        NotAllowed: The actor may not coordinate there.
        NotFound: There is no such list.
        OfficeNeedsACity: The region is not a city or regency.
    """
    require(actor, KEEP, Right.COORDINATE, region.code)
    if region.level != Level.REGENCY:
        raise OfficeNeedsACity(region=region.code)
    known = set(Office.objects.filter(region=region).values_list("short", flat=True))
    lines = [line for line in load_office_list(name).offices if line.short not in known]
    Office.objects.bulk_create([Office(region=region, short=line.short, name=line.name) for line in lines])
    if lines:
        trail.note(actor, "load-offices", subject=f"region:{region.code}", list=name, count=len(lines))
    return len(lines)


@transaction.atomic
def save_office(actor: Actor, office: Office) -> Office:
    """Add an office, or change its names, address and whether it is active.

    Raises:
        NotAllowed: The actor may not coordinate in the city.
        OfficeExists: Another office of the city has this short name.
    """
    require(actor, KEEP, Right.COORDINATE, office.region_id)
    try:
        with transaction.atomic():
            office.save()
    except IntegrityError as error:
        raise OfficeExists(short=office.short) from error
    trail.note(actor, "save-office", subject=f"office:{office.pk}", active=office.active)
    return office


@transaction.atomic
def add_member(actor: Actor, office: Office, username: str, post: str = "") -> OfficeMember:
    """Let an account answer for an office. Only accounts that hold a role of an office in this city are found.

    Raises:
        NotAllowed: The actor may not coordinate in the city.
        NoSuchAccount: No such account answers for offices of the city.
    """
    require(actor, KEEP, Right.COORDINATE, office.region_id)
    # Named from outside the city's offices, an account stays unknown: the form is no way to learn who has one.
    user = _accounts_of(office.region_id).filter(username=username.strip()).first()
    if user is None:
        raise NoSuchAccount()
    member, _ = OfficeMember.objects.update_or_create(office=office, user=user, defaults={"post": post.strip()[:120]})
    trail.note(actor, "add-office-member", subject=f"office:{office.pk}", account=user.pk)
    return member


@transaction.atomic
def remove_member(actor: Actor, member: OfficeMember) -> None:
    """An account answers for the office no longer.

    Raises:
        NotAllowed: The actor may not coordinate in the city.
    """
    require(actor, KEEP, Right.COORDINATE, member.office.region_id)
    trail.note(actor, "remove-office-member", subject=f"office:{member.office_id}", account=member.user_id)
    member.delete()


def _accounts_of(region: str) -> QuerySet[User]:
    place = Q(assignments__region__code=region) | Q(assignments__region__code__startswith=f"{region}.")
    return User.objects.filter(place, assignments__role__in=roles_with(Right.ANSWER), is_active=True).distinct()
