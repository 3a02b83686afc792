"""One style sheet of many files, without a build step: a finder that joins them when one is newer than the whole.

Every page links `css/site.css`. `collectstatic` hashes it and mends its font addresses like any other file's.
"""

import re
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import Error
from django.core.files.storage import FileSystemStorage

NAME = "css/site.css"
FIRST, LAST = ["tokens.css", "base.css", "layout.css"], ["print.css"]
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def sources() -> list[Path]:
    """The files in the order of their layers; every component's file is found by itself."""
    folder = settings.BASE_DIR / "static" / "css"
    return [
        *(folder / name for name in FIRST),
        *sorted((folder / "components").glob("*.css")),
        *(folder / name for name in LAST),
    ]


def join() -> Path:
    """The path of the joined sheet, made anew when a source is newer."""
    whole = settings.STYLESHEET_DIR / NAME
    parts = sources()
    # The folder is newer when a component has gone from it.
    newest = max(path.stat().st_mtime for path in [*parts, parts[0].parent / "components"])
    if not whole.exists() or whole.stat().st_mtime < newest:
        whole.parent.mkdir(parents=True, exist_ok=True)
        text = "".join(squeeze(path.read_text(encoding="utf-8")) for path in parts)
        # Through a file of its own, since several processes may start at once.
        made = whole.with_suffix(f".{id(text)}.tmp")
        made.write_text(text, encoding="utf-8")
        made.replace(whole)
    return whole


def squeeze(css: str) -> str:
    """Without comments, indentation and empty lines; nothing that could change what it means."""
    lines = (line.strip() for line in COMMENT.sub("", css).splitlines())
    return "".join(f"{line}\n" for line in lines if line)


class JoinedStylesheetFinder(BaseFinder):
    """Offers the joined sheet to the development server, the tests and `collectstatic` alike."""

    def check(self, **kwargs):
        missing = [path for path in sources() if not path.is_file()]
        return [Error(f"Stilmallen {path} saknas.", id="foundation.E001") for path in missing]

    def find(self, path, find_all=False, **kwargs):
        found = str(join()) if path == NAME else None
        return [found] if find_all and found else found or []

    def list(self, ignore_patterns):
        join()
        yield NAME, FileSystemStorage(location=settings.STYLESHEET_DIR)
