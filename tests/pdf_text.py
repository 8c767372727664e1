"""The words of a PDF made by typst, in the order they are drawn: enough to look for figures and headings."""

from __future__ import annotations

import io
import re

import pikepdf

ONE, SPAN = (
    re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*$"),
    re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL),
)


def text_of_pdf(content: bytes) -> str:
    """All pages, without blanks: where letters stand apart, a PDF need not say whether a blank lies between them."""
    with pikepdf.open(io.BytesIO(content)) as opened:
        found = "".join(_page(page) for page in opened.pages)
    return re.sub(r"\s", "", found)


def _page(page: pikepdf.Page) -> str:
    fonts = {str(name): _letters(font) for name, font in page.Resources.get("/Font", {}).items()}
    told, letters = [], {}
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            letters = fonts[str(operands[0])]
        elif str(operator) in ("Tj", "TJ"):
            parts = operands[0] if str(operator) == "TJ" else operands
            told += [_told(bytes(part), letters) for part in parts if isinstance(part, pikepdf.String)]
    return "".join(told)


def _told(drawn: bytes, letters: dict[int, str]) -> str:
    return "".join(
        letters.get(int.from_bytes(drawn[place : place + 2], "big"), "") for place in range(0, len(drawn), 2)
    )


def _letters(font: pikepdf.Object) -> dict[int, str]:
    """Letters by the number of their shape, as the font's own table tells."""
    table = font.ToUnicode.read_bytes()
    pairs = [ONE.match(line.strip()) for span in SPAN.findall(table) for line in span.strip().splitlines()]
    return {int(pair[1], 16): bytes.fromhex(pair[2].decode()).decode("utf-16-be") for pair in pairs if pair}
