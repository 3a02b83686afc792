"""What a first visit weighs: every request that a browser makes for the start page, compressed as it is sent."""

import re
import tempfile
from pathlib import Path

from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import Client, override_settings
from whitenoise.compress import Compressor

from arboga_loften.portal.benchmark.rows import fill


def first_visit(out):
    """Print the parts of a first visit to the start page of a plan with 24 activities, and their sum."""
    from django.db import connection

    with tempfile.TemporaryDirectory() as folder:
        connection.close()
        connection.settings_dict["NAME"] = str(Path(folder) / "bench.sqlite3")
        call_command("migrate", verbosity=0)
        fill(24)
        with override_settings(ALLOWED_HOSTS=["testserver"], DEMO_DAY="2024-10-15", SECURE_SSL_REDIRECT=False):
            response = Client(headers={"accept-encoding": "gzip"}).get("/")
            page = Client().get("/").content.decode()
        connection.close()
    parts = [("/ (HTML)", len(response.content))]
    parts += [(path, _sent(path)) for path in _static_parts(page)]
    out.write("\nEtt första besök på startsidan, som det skickas:\n")
    for name, size in parts:
        out.write(f"  {name:60}{size / 1000:>8.1f} kB")
    total = sum(size for _name, size in parts)
    out.write(f"  {f'Summa, {len(parts)} anrop':60}{total / 1000:>8.1f} kB (högst 60 kB och 6 anrop)")


def _static_parts(page):
    """The style sheet, its fonts and the icon; a page links nothing else."""
    linked = re.findall(r'<link[^>]+rel="(?:stylesheet|icon)"[^>]+href="([^"]+)"', page)
    linked += re.findall(r'<link[^>]+href="([^"]+)"[^>]+rel="(?:stylesheet|icon)"', page)
    linked += re.findall(r'<(?:script|img)[^>]+src="([^"]+)"', page)
    names = [re.sub(r"\.[0-9a-f]{12}\.", ".", address.removeprefix("/static/")) for address in linked]
    sheet = Path(finders.find("css/site.css")).read_text(encoding="utf-8")
    fonts = re.findall(r'url\("?([^")]+)"?\)', sheet)
    return [*dict.fromkeys(names), *(f"fonts/{Path(font).name}" for font in fonts)]


def _sent(name):
    """The bytes of a static file as whitenoise sends it: brotli where it helps."""
    data = Path(finders.find(name)).read_bytes()
    if Path(name).suffix in {".woff2", ".png"}:
        return len(data)
    return min(len(data), len(Compressor.compress_brotli(data)))
