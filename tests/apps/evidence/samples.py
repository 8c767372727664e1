"""Files for tests of proofs: good ones, and hostile ones, all made here."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import Any

import pikepdf
import xlsxwriter
from PIL import Image

SIZE = (64, 48)


def drawing(size: tuple[int, int] = SIZE, shift: int = 0) -> Image.Image:
    """A picture with something on it."""
    picture = Image.new("RGB", size)
    picture.putdata(
        [((x * 5 + shift) % 256, (x * y) % 256, (y * 7) % 256) for y in range(size[1]) for x in range(size[0])]
    )
    return picture


def jpeg(size: tuple[int, int] = SIZE, exif: Any = None, shift: int = 0) -> bytes:
    """A JPEG; `exif` as Pillow takes it."""
    out = io.BytesIO()
    drawing(size, shift).save(out, "JPEG", quality=90, **({"exif": exif} if exif is not None else {}))
    return out.getvalue()


def png(size: tuple[int, int] = SIZE) -> bytes:
    """A PNG."""
    out = io.BytesIO()
    drawing(size).save(out, "PNG")
    return out.getvalue()


def phone_exif(orientation: int = 6) -> Image.Exif:
    """What a phone writes: turned, taken at a time and a place south of the equator."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Pabrik Rekaan"
    exif.get_ifd(0x8769).update({0x9003: "2024:03:05 09:30:00", 0x9011: "+07:00"})
    exif.get_ifd(0x8825).update({1: "S", 2: (6.0, 24.0, 0.0), 3: "E", 4: (106.0, 48.0, 36.0)})
    return exif


def bomb_png(side: int = 20_000) -> bytes:
    """A PNG of a few kilobytes that says it has 400 million places."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(9000))) + chunk(b"IEND", b"")
    )


def pdf(change: Any = None, pages: int = 1, **how: Any) -> bytes:
    """A PDF of empty pages, changed by a function that gets it."""
    made = pikepdf.new()
    for _ in range(pages):
        made.add_blank_page(page_size=(200, 200))
    if change:
        change(made)
    out = io.BytesIO()
    made.save(out, **how)
    return out.getvalue()


def with_script(made: pikepdf.Pdf) -> None:
    made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))


def with_hidden_script(made: pikepdf.Pdf) -> None:
    """A script behind an annotation of a page, not in the catalogue."""
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action)
    made.pages[0].obj.Annots = pikepdf.Array([note])


def with_launch(made: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("sh"))
    made.pages[0].obj.Annots = pikepdf.Array(
        [pikepdf.Dictionary(Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action)]
    )


def with_opening_address(made: pikepdf.Pdf) -> None:
    made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("https://contoh.invalid/"))


def with_opening_page(made: pikepdf.Pdf) -> None:
    """Opens at its first page: a place, nothing that acts."""
    made.Root.OpenAction = pikepdf.Array([made.pages[0].obj, pikepdf.Name.Fit])


def with_page_action(made: pikepdf.Pdf) -> None:
    made.pages[0].obj.AA = pikepdf.Dictionary(O=pikepdf.Dictionary(S=pikepdf.Name.Named, N=pikepdf.Name.Print))


def with_attachment(made: pikepdf.Pdf) -> None:
    made.attachments["rahasia.exe"] = b"MZ"


def workbook(**more: bytes) -> bytes:
    """An XLSX, with more parts added ("a__b" stands for "a/b")."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write(0, 0, "RW")
    sheet.write_url(1, 0, "https://contoh.invalid/")
    book.close()
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in more.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def zip_bomb() -> bytes:
    """A workbook with a part of 60 MB of zeros in some 60 KB."""
    return workbook(xl__worksheets__big=bytes(60_000_000))


def zipfile_of(**parts: bytes) -> bytes:
    """An archive of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()
