"""What a picture is, by what it holds and not by what it is called; and a new one, drawn after it, that holds nothing else."""

from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps
from PIL.ExifTags import Base

from arboga_loften.foundation.uploads import LARGEST, too_large

LARGEST_LOGO = 1024 * 1024
HEIF = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}


def kind_of(head: bytes) -> str:
    """ "jpeg", "png", "webp", "heic" or "", from the first twelve bytes."""
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head[4:8] == b"ftyp" and head[8:12] in HEIF:
        return "heic"
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
    if kind not in {"png", "webp"}:
        raise ValidationError(_("Filen är ingen bild i PNG eller WebP. Spara om bilden och försök igen."))
    if not upload.name.lower().endswith(f".{kind}"):
        raise ValidationError(
            _("Filen är en %(kind)s-bild men heter något annat. Byt filens namn.") % {"kind": kind.upper()}
        )


# --- A picture from anybody ---
LONGEST_SIDE = 1600
ORIENTATION = Base.Orientation
QUALITY = 82
# Pixels that can be drawn within 200 MB: a JPEG in one scan is read small at once, the others whole before they shrink.
MOST_PIXELS = {"jpeg": 64_000_000, "jpeg in many scans": 20_000_000, "png": 20_000_000, "webp": 12_200_000}
# A progressive picture has about ten scans. Thousands of them are there only to keep a computer busy.
MOST_SCANS = 100


def redraw(upload):
    """The picture drawn anew as a JPEG: as it was seen, and without place, time, camera, name or anything else hidden in it.

    Raises ValidationError, in words for whoever chose it, for what can't be drawn. What can't be read is never kept.
    """
    if too_large(upload):
        raise ValidationError(_("Bilden är större än 15 MB. Välj en mindre bild."))
    upload.seek(0)
    data = upload.read(LARGEST)
    kind = _known_kind(data)
    try:
        with Image.open(BytesIO(data), formats=[kind]) as picture:
            _refuse_bombs(picture, kind, data)
            drawn = _drawn(picture)
    except ValidationError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_pixels(MOST_PIXELS[kind]) from None
    except Exception:  # a decoder that is handed rubbish may raise anything
        raise ValidationError(
            _("Bilden går inte att läsa. Den kan ha skadats på vägen. Välj den en gång till, eller välj en annan bild.")
        ) from None
    kept = BytesIO()
    drawn.save(kept, "JPEG", quality=QUALITY, optimize=True)
    return ContentFile(kept.getvalue(), name="bild.jpg")


def _known_kind(data):
    if not data:
        raise ValidationError(_("Filen är tom. Välj bilden en gång till."))
    kind = kind_of(data[:12])
    if kind == "heic":
        raise ValidationError(
            _(
                "Bilden är sparad som HEIC, som vi inte kan läsa. Spara den som JPEG. På en telefon är det enklast att "
                "visa bilden, ta en skärmbild och välja skärmbilden i stället."
            )
        )
    if not kind:
        raise ValidationError(_("Filen är ingen bild i JPEG, PNG eller WebP. Välj en annan bild."))
    return kind


def _refuse_bombs(picture, kind, data):
    """Before anything is decoded: what would fill the memory, or take minutes."""
    if kind == "jpeg" and not _is_in_one_scan(data):
        kind = "jpeg in many scans"
        if data.count(b"\xff\xda") > MOST_SCANS:
            raise ValueError("too many scans")
    if picture.width * picture.height > MOST_PIXELS[kind]:
        raise _too_many_pixels(MOST_PIXELS[kind])


def _too_many_pixels(most):
    words = _("Bilden är för stor: den har fler än %(most)s miljoner bildpunkter. Gör den mindre och välj den igen.")
    return ValidationError(words % {"most": most // 1_000_000})


def _is_in_one_scan(data):
    """Whether a JPEG holds all its colours in one go, so that it can be read without being kept whole in memory."""
    at, colours = 2, None
    while data[at : at + 1] == b"\xff" and len(data) > at + 9:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4])
        if marker in (0xC0, 0xC1):
            colours = data[at + 9]
        if marker == 0xDA:
            return data[at + 4] == colours
        at += 2 + length
    return False


def _drawn(picture):
    """Its first frame, the right way up, small enough, on a new white sheet."""
    turned = _turn_of(picture)
    shrink = min(1, LONGEST_SIDE / max(picture.size))
    size = tuple(max(1, round(side * shrink)) for side in picture.size)
    picture.draft("RGB", size)
    picture.load()
    if picture.mode.startswith("I"):  # 16 bits of grey
        picture = picture.point(lambda value: value / 256).convert("L")
    elif picture.mode != "RGBA" and picture.has_transparency_data:
        picture = picture.convert("RGBA")
    elif picture.mode not in ("RGBA", "RGB", "L"):
        picture = picture.convert("RGB")
    small = picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0) if picture.size != size else picture
    sheet = Image.new("RGB", size, "white")
    sheet.paste(small, mask=small.getchannel("A") if small.mode == "RGBA" else None)
    return _upright(sheet, turned)


def _turn_of(picture):
    """How its camera was held (EXIF's orientation). What a camera writes is often broken, and that is no fault of a picture."""
    try:
        turn = picture.getexif().get(ORIENTATION)
    except Exception:
        return 1
    return turn if turn in range(1, 9) else 1


def _upright(sheet, turned):
    exif = Image.Exif()
    exif[ORIENTATION] = turned
    sheet.info["exif"] = exif.tobytes()
    upright = ImageOps.exif_transpose(sheet)
    upright.info.clear()
    return upright
