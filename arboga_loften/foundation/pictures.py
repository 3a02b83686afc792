"""What a picture is, by what it holds and not by what it is called."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LARGEST_LOGO = 1024 * 1024


def kind_of(head: bytes) -> str:
    """ "png", "webp" or "", from the first twelve bytes."""
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    return "webp" if head[:4] == b"RIFF" and head[8:12] == b"WEBP" else ""


def check_logo(upload):
    """Refuse, in words, an uploaded logo that isn't a picture of a kind that we serve."""
    if upload.size > LARGEST_LOGO:
        raise ValidationError(
            _("Bilden är %(size)s kB. Den får vara högst 1 MB (1 024 kB).") % {"size": upload.size // 1024}
        )
    upload.seek(0)
    head = upload.read(12)
    upload.seek(0)
    kind = kind_of(head)
    if not kind:
        raise ValidationError(_("Filen är ingen bild i PNG eller WebP. Spara om bilden och försök igen."))
    if not upload.name.lower().endswith(f".{kind}"):
        raise ValidationError(
            _("Filen är en %(kind)s-bild men heter något annat. Byt filens namn.") % {"kind": kind.upper()}
        )
