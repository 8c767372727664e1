"""Look into a file that somebody sent, in a process of its own with bounded memory and time.

`examine` starts this very module as a script; only that script meets the content. A picture is decoded, turned upright
and written anew, so that whatever else was hidden in its file stays behind; its time and place are read before.
"""

import contextlib
import json
import math
import subprocess  # the only command run is this module, by this interpreter
import sys
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

from guyub.apps.evidence import limits

FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
ORIENTATION_FROM_EXIF = 0x0112
EXIF_BLOCK, GPS_BLOCK = 0x8769, 0x8825
TAKEN, TAKEN_OFFSET = 0x9003, 0x9011
ACTIVE_KEYS = {"/JS": "script", "/JavaScript": "script", "/XFA": "script", "/AA": "action", "/RichMedia": "embedded"}
EMBEDDED_KEYS = {"/EmbeddedFiles", "/EF", "/AF"}
ACTIONS = {"/JavaScript": "script", "/Launch": "launch", "/ImportData": "action", "/SubmitForm": "action"}
HARMLESS_OPENING = {"/GoTo"}
DEEPEST = 60
MACRO_PARTS = ("vbaproject", "macrosheets/", "activex/", "ctrlprops/", "customui", "xl4")
FOREIGN_PARTS = ("externallinks/", "connections.xml", "querytables/", "embeddings/", "webextensions/")
RELATIONS_BYTES = limits.MEGABYTE


class Refused(Exception):
    """The content is not taken in; the reason is a code."""


def examine(kind: str, media_type: str, source: Path, target: Path) -> dict[str, Any]:
    """What is in the file, or ``{"refused": reason}``; a picture is written anew to `target`."""
    command = [sys.executable, "-m", "guyub.apps.evidence.examining", kind, media_type, str(source), str(target)]
    try:
        child = subprocess.run(  # noqa: S603
            command, capture_output=True, timeout=limits.EXAMINATION_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return {"refused": "too-much"}
    if child.returncode != 0:
        return {"refused": "too-much" if child.returncode < 0 else "unreadable"}
    found: dict[str, Any] = json.loads(child.stdout)
    return found


# --- the child ---------------------------------------------------------------------------------------------------


def main(kind: str, media_type: str, source: str, target: str) -> None:
    """Write what was found to standard output."""
    _limit()
    try:
        if kind == "picture":
            found = picture(Path(source), Path(target), media_type)
        else:
            found = pdf(Path(source)) if kind == "pdf" else workbook(Path(source))
    except Refused as refusal:
        found = {"refused": str(refusal)}
    except MemoryError:
        found = {"refused": "too-much"}
    sys.stdout.write(json.dumps(found))


def _limit() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits; sizes and pixels were checked all the same
        return
    resource.setrlimit(resource.RLIMIT_AS, (limits.EXAMINATION_MEMORY, limits.EXAMINATION_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.EXAMINATION_SECONDS, limits.EXAMINATION_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def picture(source: Path, target: Path, media_type: str) -> dict[str, Any]:
    """Decode, read time and place, turn upright, write anew without anything else."""
    from PIL import Image, ImageFile, ImageOps

    from guyub.domain.evidence.look import COLUMNS, ROWS, look_of

    Image.MAX_IMAGE_PIXELS = limits.PICTURE_PIXELS
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with Image.open(source, formats=[FORMATS[media_type]]) as opened:
            if opened.width * opened.height > limits.PICTURE_PIXELS:
                raise Refused("too-many-pixels")
            told = _told_by(opened)
            if FORMATS[media_type] == "JPEG":  # decoded at a half where that is enough: a quarter of the memory
                opened.draft(None, (limits.PICTURE_SIDE, limits.PICTURE_SIDE))
            opened.load()
            upright = ImageOps.exif_transpose(opened)
    except Refused:
        raise
    except Image.DecompressionBombError as error:
        raise Refused("too-many-pixels") from error
    except MemoryError:
        raise
    except Exception as error:  # a hostile file makes decoders fail in their own many ways
        raise Refused("unreadable") from error
    upright.thumbnail((limits.PICTURE_SIDE, limits.PICTURE_SIDE), Image.Resampling.LANCZOS)
    clean = upright.convert("RGBA" if upright.has_transparency_data and media_type != "image/jpeg" else "RGB")
    clean.info.clear()
    clean.save(target, FORMATS[media_type], quality=limits.JPEG_QUALITY)
    grey = clean.convert("L").resize((COLUMNS, ROWS), Image.Resampling.BOX)
    return {"width": clean.width, "height": clean.height, "look": look_of(list(grey.tobytes())), **told}


def _told_by(opened: Any) -> dict[str, Any]:
    """Time and place that a picture carries; whatever is odd counts as not told."""
    told: dict[str, Any] = {}
    with contextlib.suppress(Exception):
        exif = opened.getexif()
        block, gps = exif.get_ifd(EXIF_BLOCK), exif.get_ifd(GPS_BLOCK)
        taken = _time(block.get(TAKEN))
        if taken:
            told["taken"], told["offset"] = taken, _offset(block.get(TAKEN_OFFSET))
        latitude, longitude = _degrees(gps.get(1), gps.get(2), 90), _degrees(gps.get(3), gps.get(4), 180)
        if latitude is not None and longitude is not None and (latitude, longitude) != (0, 0):
            told["latitude"], told["longitude"] = latitude, longitude
    return told


def _time(text: Any) -> str:
    with contextlib.suppress(ValueError):
        return datetime.strptime(str(text).strip("\0 "), "%Y:%m:%d %H:%M:%S").isoformat()
    return ""


def _offset(text: Any) -> str:
    with contextlib.suppress(ValueError):
        datetime.strptime(str(text).strip("\0 "), "%z")
        return str(text).strip("\0 ")
    return ""


def _degrees(side: Any, parts: Any, most: int) -> float | None:
    """Degrees of an angle in degrees, minutes and seconds; None where it makes no sense."""
    try:
        degrees, minutes, seconds = (float(part) for part in parts)
        angle = degrees + minutes / 60 + seconds / 3600
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    if not math.isfinite(angle) or not 0 <= angle <= most:
        return None
    return round(-angle if str(side).strip("\0 ").upper() in {"S", "W"} else angle, 5)


def pdf(source: Path) -> dict[str, Any]:
    """Pages of a PDF in which nothing acts by itself."""
    import pikepdf

    if zipfile.is_zipfile(source):
        raise Refused("two-in-one")
    try:
        with pikepdf.open(source) as opened:
            if opened.is_encrypted:
                raise Refused("encrypted")
            pages = len(opened.pages)
            if not 0 < pages <= limits.PDF_PAGES:
                raise Refused("too-many-pages" if pages else "unreadable")
            _refuse_active(opened, pikepdf)
    except pikepdf.PasswordError as error:
        raise Refused("encrypted") from error
    except (Refused, MemoryError):
        raise
    except Exception as error:  # qpdf and its binding have many ways to give up
        raise Refused("unreadable") from error
    return {"pages": pages}


def _refuse_active(opened: Any, pikepdf: Any) -> None:
    for count, found in enumerate(opened.objects):
        if count > limits.PDF_OBJECTS:
            raise Refused("too-much")
        _look_into(found, pikepdf, 0)


def _look_into(found: Any, pikepdf: Any, depth: int) -> None:
    """One object and what stands directly in it; what it only refers to has its own turn."""
    if depth > DEEPEST:
        raise Refused("too-much")
    if isinstance(found, pikepdf.Array):
        children = list(found)
    elif isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
        table = found.stream_dict if isinstance(found, pikepdf.Stream) else found
        entries = dict(table.items())
        _refuse_entries(entries, pikepdf)
        children = list(entries.values())
    else:
        return
    for child in children:
        if isinstance(child, pikepdf.Object) and not child.is_indirect:
            _look_into(child, pikepdf, depth + 1)


def _refuse_entries(entries: dict[str, Any], pikepdf: Any) -> None:
    for key, reason in ACTIVE_KEYS.items():
        if key in entries:
            raise Refused(reason)
    if EMBEDDED_KEYS & entries.keys() or str(entries.get("/Type", "")) == "/EmbeddedFile":
        raise Refused("embedded")
    if reason := ACTIONS.get(str(entries.get("/S", ""))):
        raise Refused(reason)
    opening = entries.get("/OpenAction")
    # "Open at this page" is a place, or an action that only goes there; anything else acts.
    if isinstance(opening, pikepdf.Dictionary) and (does := str(opening.get("/S", ""))) not in HARMLESS_OPENING:
        raise Refused(ACTIONS.get(does, "action"))


def workbook(source: Path) -> dict[str, Any]:
    """An XLSX without macros, without links to other files, and with nothing embedded."""
    try:
        with zipfile.ZipFile(source) as archive:
            _look_at_parts(archive)
    except zipfile.BadZipFile as error:
        raise Refused("unreadable") from error
    return {}


def _look_at_parts(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    names = [part.filename for part in parts]
    if not {"[Content_Types].xml", "xl/workbook.xml"} <= set(names) or len(set(names)) != len(names):
        raise Refused("not-a-workbook")
    if any(part.flag_bits & 1 for part in parts):
        raise Refused("encrypted")
    if any(name.startswith("/") or ".." in name.split("/") or "\\" in name for name in names):
        raise Refused("not-a-workbook")
    lowered = [name.lower() for name in names]
    if any(mark in name for name in lowered for mark in MACRO_PARTS):
        raise Refused("macro")
    if any(mark in name for name in lowered for mark in FOREIGN_PARTS):
        raise Refused("external")
    if b"macroenabled" in _text_of(archive, "[Content_Types].xml").lower():
        raise Refused("macro")
    for name in names:
        if name.lower().endswith(".rels"):
            _refuse_foreign(_text_of(archive, name))


def _text_of(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as stream:
        text = stream.read(RELATIONS_BYTES + 1)
    if len(text) > RELATIONS_BYTES or b"<!" in text.replace(b"<!--", b""):
        raise Refused("not-a-workbook")
    return text


def _refuse_foreign(relations: bytes) -> None:
    """Links that a person clicks are let through; links that the program follows by itself are not."""
    from xml.etree import ElementTree

    try:
        found = ElementTree.fromstring(relations)  # noqa: S314  short, without declarations, in a bounded process
    except ElementTree.ParseError as error:
        raise Refused("not-a-workbook") from error
    for relation in found:
        external = relation.get("TargetMode", "").lower() == "external"
        if external and not relation.get("Type", "").endswith("/hyperlink"):
            raise Refused("external")


if __name__ == "__main__":
    main(*sys.argv[1:])
