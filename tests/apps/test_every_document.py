"""Every document that people take away keeps what PDF/A-2a and PDF/UA ask for, as far as its own objects tell."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
import typst
from django.conf import settings as site
from django.test import Client

from guyub.apps.documents.pdf import ROOT
from tests.apps.access_rules import operations
from tests.apps.access_world import World, client_of, make_world

pytestmark = pytest.mark.django_db
PATTERNS = (".pdf", ".<str:fmt>")
HEADINGS = ("/H1", "/H2", "/H3")


@pytest.fixture
def world(settings, tmp_path) -> World:
    settings.DATA_DIR = tmp_path
    return make_world()


def documents(world: World) -> Iterator[tuple[str, str]]:
    """Who may read which document."""
    for one in operations():
        if one.method == "GET" and one.route.endswith(PATTERNS) and one.allowed:
            address = one.address(world.thing).partition("?")[0]
            yield one.allowed[0], f"{address.rpartition('.')[0]}.pdf"


def taken_away(world: World, language: str) -> dict[str, bytes]:
    """All documents by their address."""
    found = {}
    for persona, address in documents(world):
        client: Client = client_of(world, persona)
        client.cookies[site.LANGUAGE_COOKIE_NAME] = language
        answer = client.get(address)
        if answer.get("Content-Type") == "application/pdf":
            found[address] = answer.getvalue()
    return found


def test_every_document_can_be_kept_and_read_aloud(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    used: set[Path] = set()
    compiled = typst.compile
    monkeypatch.setattr(typst, "compile", lambda template, **more: used.add(template) or compiled(template, **more))
    made, english = taken_away(world, "id"), taken_away(world, "en")
    assert used == {file for file in ROOT.glob("*/documents/*.typ") if file.name != "theme.typ"}
    assert made.keys() == english.keys()
    for language, kept in (("id", made), ("en", english)):
        lacking = {address: found for address, content in kept.items() if (found := faults(content))}
        assert not lacking, language


def faults(content: bytes) -> list[str]:
    """What a document lacks."""
    with pikepdf.open(io.BytesIO(content)) as opened:
        root, metadata = opened.Root, opened.open_metadata()
        title = str(metadata.get("dc:title", ""))
        tags = list(_tags(root.get("/StructTreeRoot")))
        kinds = [str(tag.S) for tag in tags]
        promises = {
            "PDF/A-2a": (metadata.get("pdfaid:part"), metadata.get("pdfaid:conformance")) == ("2", "A"),
            "PDF/UA-1": metadata.get("pdfuaid:part") == "1",
            "colours": str(root.OutputIntents[0].S) == "/GTS_PDFA1" and "/DestOutputProfile" in root.OutputIntents[0],
            "marked": bool(root.MarkInfo.Marked),
            "language": str(root.get("/Lang", ""))[:2] in ("id", "en"),
            "title": len(title) > 5,
            "title shown": bool(root.get("/ViewerPreferences", {}).get("/DisplayDocTitle")),
            "begins with its heading": next((kind for kind in kinds if kind in HEADINGS), "") == "/H1",
            "tables have headings": all(_has_heading(tag) for tag in tags if str(tag.S) == "/Table"),
            "pictures in words": all(str(tag.get("/Alt", "")) for tag in tags if str(tag.S) == "/Figure"),
            "letters embedded": all(_embedded(font) for font in _fonts(opened)),
            "nothing acts": not {"/OpenAction", "/AA", "/AcroForm"} & set(root.keys()),
            "open to all": not opened.is_encrypted,
        }
    return [name for name, held in promises.items() if not held]


def _tags(node: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """All elements of a document's structure, in reading order."""
    kids = node.get("/K", []) if isinstance(node, pikepdf.Dictionary) else []
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from _tags(kid)


def _has_heading(table: pikepdf.Object) -> bool:
    return any(str(tag.S) == "/TH" for tag in _tags(table))


def _fonts(opened: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    for page in opened.pages:
        yield from page.Resources.get("/Font", {}).values()


def _embedded(font: pikepdf.Object) -> bool:
    held = font.DescendantFonts[0] if "/DescendantFonts" in font else font
    return bool({"/FontFile", "/FontFile2", "/FontFile3"} & set(held.FontDescriptor.keys()))
