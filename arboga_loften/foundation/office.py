"""Office files are archives. Packed anew, the same parts become the same bytes, whatever the clock says meanwhile."""

import io
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo


def packed(data: bytes, dated) -> bytes:
    """The same file with every part in its place, dated alike."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as parts, ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for part in parts.infolist():
            told = ZipInfo(part.filename, dated.timetuple()[:6])
            told.compress_type = ZIP_DEFLATED
            archive.writestr(told, parts.read(part))
    return out.getvalue()
