"""The report as files for the registry: a tagged PDF, a Word file and a workbook, drawn from the frozen content alone."""

from arboga_loften.foundation import document_files, sheets
from arboga_loften.foundation.documents import Document, Part, Table, Words
from arboga_loften.foundation.sheets import Sheet


def files_of(content, sha256) -> dict[str, bytes]:
    """Every file of a report, by kind. `sha256` is "" for a draft, which says that it is one."""
    told = document_of(content, sha256)
    return {
        "pdf": document_files.pdf_of(told),
        "docx": document_files.docx_of(told),
        "xlsx": sheets.xlsx_of(sheets_of(content, sha256), title=told.title),
    }


def document_of(content, sha256):
    head = ["Nr", "Aktivitet", "Läge", "Mål", "Utfall"]
    rows = [
        [each["label"], each["title"], each["stage_label"], str(each["target"] or "–"), str(each["outcome"])]
        for each in content["activities"]
    ]
    lead = f"{content['lead']} Kontrollsumma: {sha256 or 'utkast'}."
    table = Table("Aktiviteter", head, rows, [1, 6, 2, 1, 1])
    return Document(
        content["meeting"]["title"], lead, content["meeting"]["council"], [Part("Läget", [Words([]), table])]
    )


def sheets_of(content, sha256):
    columns = {"Nr": 6, "Aktivitet": 40, "Läge": 20, "Mål": 8, "Utfall": 8}
    rows = [
        [each["label"], each["title"], each["stage_label"], each["target"], each["outcome"]]
        for each in content["activities"]
    ]
    return [Sheet("aktiviteter", "Aktiviteter", columns, rows)]
