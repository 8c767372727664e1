"""Which SIGA table a sheet is."""

from collections import Counter
from fnmatch import fnmatch

from guyub.analytics.siga import errors
from guyub.analytics.siga.definitions import Layout, Layouts
from guyub.analytics.siga.reading import canonical


def recognise(file: str, header: tuple[str, ...], tables: Layouts) -> Layout | None:
    """The table that has these headers; None if the file is none, by header and by name.

    Raises:
        HeaderIncomplete: The name says which table it is, the header lacks columns of it.
        HeaderTwice: A column that would be read stands twice.
    """
    fits = [layout for layout in tables.layouts if not _lacking(layout, header, tables)]
    named = [layout for layout in tables.layouts if _is_named(layout, file)]
    if len(fits) > 1:
        fits = [layout for layout in fits if layout in named]
    if len(fits) == 1:
        _refuse_repeated(file, fits[0], header, tables)
        return fits[0]
    if named and not fits:
        lacking = _lacking(named[0], header, tables)
        raise errors.HeaderIncomplete(file=file, table=named[0].title.id, columns=", ".join(lacking))
    return None


def _is_named(layout: Layout, file: str) -> bool:
    return any(fnmatch(file.lower(), pattern) for pattern in layout.files)


def _lacking(layout: Layout, header: tuple[str, ...], tables: Layouts) -> list[str]:
    needed = sorted(canonical(name) for name in layout.headers())
    lacking = [name for name in needed if name not in header]
    identity = ("regency", "district", "village", *(["month"] if layout.monthly else []))
    absent = [name for name in identity if not set(tables.identity[name]).intersection(header)]
    return lacking + [tables.identity[name][0] for name in absent]


def _refuse_repeated(file: str, layout: Layout, header: tuple[str, ...], tables: Layouts) -> None:
    used = {canonical(name) for name in layout.headers()}.union(*tables.identity.values())
    repeated = [name for name, times in Counter(header).items() if times > 1 and name in used]
    if repeated:
        raise errors.HeaderTwice(file=file, columns=", ".join(repeated))
