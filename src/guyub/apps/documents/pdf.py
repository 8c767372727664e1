"""Pages as PDF/A and PDF/UA, laid out by typst from a template and ready-made words.

A template lies beside the code that fills it and begins with

    #import "/documents/theme.typ": *
    #let data = json(bytes(sys.inputs.data))

`theme.typ` holds letterhead, page numbers and the foot that every document has.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst

ROOT = Path(__file__).parent.parent  # of "/…" in a template: the apps' own files, nothing else of the disk


def rendered_pdf(template: Path, content: Mapping[str, Any]) -> bytes:
    """The template with the content, words and figures that are fit to print, as PDF/A-2a and PDF/UA-1.

    What these ask of a document (headings in order, pictures told in words, letters embedded) is checked meanwhile.
    """
    data = json.dumps(content, ensure_ascii=False)
    return bytes(
        typst.compile(
            template,
            root=ROOT,
            format="pdf",
            sys_inputs={"data": data},
            pdf_standards=["a-2a", "ua-1"],
            ignore_system_fonts=True,
        )
    )
