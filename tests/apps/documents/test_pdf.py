"""Any app's own template becomes a PDF/A document in the theme that all documents have."""

import pytest

from guyub.apps.documents import pdf
from guyub.apps.documents.pdf import rendered_pdf

TEMPLATE = """
#import "/documents/theme.typ": *
#let data = json(bytes(sys.inputs.data))
#show: document-page.with(title: data.title, language: "id")
= #data.title
"""


@pytest.fixture
def template(tmp_path, monkeypatch):
    """A template in an app of its own, beside the theme."""
    (tmp_path / "documents").mkdir()
    theme = (pdf.ROOT / "documents" / "theme.typ").read_text()
    (tmp_path / "documents" / "theme.typ").write_text(theme)
    monkeypatch.setattr(pdf, "ROOT", tmp_path)
    file = tmp_path / "coordination" / "minutes.typ"
    file.parent.mkdir()
    file.write_text(TEMPLATE)
    return file


def test_a_template_becomes_an_archivable_document(template):
    document = rendered_pdf(template, {"title": "Notulen rakor"})
    assert document.startswith(b"%PDF-")
    assert b"pdfaid:part" in document


def test_a_template_reads_nothing_outside_the_apps(template):
    template.write_text('#read("/../secret.txt")')
    with pytest.raises(Exception, match=r"root|outside|escape"):
        rendered_pdf(template, {"title": "Notulen rakor"})
