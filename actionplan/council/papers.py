"""The report as files for the registry: a tagged PDF, a Word file and a workbook, drawn from the content alone.

The same content always becomes the same bytes: what a file says of when it was made is the content's, never the clock's.
"""

from django.utils import translation

from actionplan.council.document import dated, document_of
from actionplan.council.workbook import sheets_of
from arboga_loften.foundation import document_files, sheets

KINDS = ("pdf", "docx", "xlsx")


def files_of(content, sha256) -> dict[str, bytes]:
    """Every file of a report, by kind. `sha256` is "" for a draft, which says that it is one."""
    return {kind: file_of(content, kind, sha256) for kind in KINDS}


def file_of(content, kind, sha256="") -> bytes:
    """The report as "pdf", "docx" or "xlsx", in Swedish whatever language the page is in."""
    with translation.override("sv"):
        document = document_of(content, sha256)
        match kind:
            case "pdf":
                return document_files.pdf_of(document)
            case "docx":
                return document_files.docx_of(document)
            case "xlsx":
                book = sheets_of(content, sha256)
                return sheets.xlsx_of(book, title=document.title, dated=dated(content))
    raise ValueError(kind)
