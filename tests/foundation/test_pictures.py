"""A picture from anybody: what can be seen is kept, what is hidden in it is gone, and what isn't a picture is never stored."""

import os
import random
import struct
import subprocess
import sys
import zlib
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, PngImagePlugin
from PIL.ExifTags import GPS, IFD, Base

from arboga_loften.foundation.pictures import LONGEST_SIDE, redraw
from arboga_loften.foundation.uploads import LARGEST


def upload(data, name="semester.jpg", content_type="image/jpeg"):
    return SimpleUploadedFile(name, data, content_type)


def saved(picture, kind="JPEG", **options):
    data = BytesIO()
    picture.save(data, kind, **options)
    return data.getvalue()


def halves(size=(400, 200)):
    """Red to the left, blue to the right."""
    picture = Image.new("RGB", size, "blue")
    picture.paste("red", (0, 0, size[0] // 2, size[1]))
    return picture


def drawn(data, **about):
    kept = redraw(upload(data, **about))
    return Image.open(BytesIO(kept.read()))


def is_red(picture, place):
    red, _green, blue = picture.getpixel(place)
    return red > 200 and blue < 60


def refusal(data, **about):
    with pytest.raises(ValidationError) as refused:
        redraw(upload(data, **about))
    return refused.value.messages[0]


def telling_exif(orientation=1):
    exif = Image.Exif()
    exif[Base.Orientation] = orientation
    exif[Base.Make] = "Annas telefon"
    exif[Base.DateTime] = "2024:10:01 22:14:00"
    exif.get_ifd(IFD.GPSInfo)[GPS.GPSLatitude] = (59.0, 23.0, 38.0)
    return exif


# --- What is kept and what isn't ----------------------------------------------------------------
def test_place_time_camera_and_comments_are_gone():
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>Annas telefon</x:xmpmeta>"
    told = saved(halves(), exif=telling_exif(), comment="Annas telefon", xmp=xmp, icc_profile=b"Annas telefon")
    assert told.count(b"Annas telefon") == 4
    kept = redraw(upload(told, name="Anna Andersson 2024-10-01.jpg"))
    assert kept.name == "bild.jpg"
    data = kept.read()
    picture = Image.open(BytesIO(data))
    assert b"Annas" not in data
    assert not dict(picture.getexif())
    assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_what_hides_in_a_png_is_gone():
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", "Annas dator")
    kept = redraw(upload(saved(halves(), "PNG", pnginfo=words, exif=telling_exif()))).read()
    assert kept.startswith(b"\xff\xd8\xff")
    assert b"Annas" not in kept


def test_what_hides_after_the_picture_is_gone():
    assert b"<script>" not in redraw(upload(saved(halves()) + b"<script>alert(1)</script>PK\x03\x04")).read()


@pytest.mark.parametrize(("orientation", "red"), [(1, (50, 100)), (3, (350, 100)), (6, (100, 50)), (8, (100, 350))])
def test_a_picture_taken_with_the_phone_on_its_side_stands_the_right_way_up(orientation, red):
    picture = drawn(saved(halves(), exif=telling_exif(orientation)))
    assert picture.size == ((400, 200) if orientation in (1, 3) else (200, 400))
    assert is_red(picture, red)


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
def test_a_camera_that_writes_rubbish_about_itself_spoils_no_picture():
    broken = saved(halves(), exif=b"Exif\x00\x00MM\x00*\xff\xff\xff\xff" + b"\xff" * 40)
    assert drawn(broken).size == (400, 200)


@pytest.mark.parametrize(
    ("size", "becomes"), [((4032, 3024), (1600, 1200)), ((300, 200), (300, 200)), ((12000, 10), (1600, 1))]
)
def test_a_large_picture_shrinks_and_a_small_one_stays(size, becomes):
    assert drawn(saved(halves(size))).size == becomes
    assert drawn(saved(halves(size), "PNG")).size == becomes


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_each_kind_that_we_take_becomes_a_jpeg(kind):
    picture = drawn(saved(halves(), kind), name="x.bin", content_type="application/octet-stream")
    assert picture.format == "JPEG"
    assert is_red(picture, (50, 100))
    assert not is_red(picture, (350, 100))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_way_to_hold_colours_in_a_png_can_be_drawn(mode):
    half_grey = Image.new("I;16", (40, 40), 32768) if mode == "I;16" else Image.new("L", (40, 40), 128).convert(mode)
    picture = drawn(saved(half_grey, "PNG"))
    assert picture.mode == "RGB"
    assert mode == "1" or abs(picture.getpixel((20, 20))[0] - 128) < 8


def test_a_printers_jpeg_can_be_drawn():
    assert is_red(drawn(saved(halves().convert("CMYK"))), (50, 100))


def test_what_is_see_through_becomes_white():
    assert drawn(saved(Image.new("RGBA", (40, 40), (0, 0, 0, 0)), "PNG")).getpixel((20, 20)) == (255, 255, 255)


def test_of_a_moving_picture_the_first_frame_is_kept():
    moving = saved(halves(), "WEBP", save_all=True, append_images=[Image.new("RGB", (400, 200), "green")])
    assert is_red(drawn(moving), (50, 100))


# --- What isn't a picture that we take -----------------------------------------------------------
def png_that_claims(width, height):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1000)))


def progressive_with_many_scans():
    """A tiny file that would keep a computer busy for hours: the same pass over the picture, again and again."""
    data = saved(Image.new("L", (2000, 2000)), progressive=True)
    last = data.rindex(b"\xff\xda")
    return data[:-2] + data[last:-2] * 5000 + data[-2:]


TRAPS = {
    "an SVG with a script that is called .jpg": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    "a page": b"<!doctype html><script>alert(1)</script>",
    "a GIF that is a script too": b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)//",
    "a GIF": saved(halves(), "GIF"),
    "a TIFF": saved(halves(), "TIFF"),
    "an AVIF": b"\x00\x00\x00\x20ftypavif" + bytes(40),
    "PostScript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n",
    "noise": random.Random(1).randbytes(5000),
}


@pytest.mark.parametrize("trap", TRAPS)
def test_what_is_no_picture_is_refused_whatever_it_is_called(trap):
    assert "JPEG, PNG eller WebP" in refusal(TRAPS[trap])


BROKEN = {
    "a JPEG that was cut off": saved(halves((800, 800)))[:3000],
    "a PNG that was cut off": saved(halves((800, 800)), "PNG")[:-200],
    "a WebP that was cut off": saved(halves((800, 800)), "WEBP")[:100],
    "only the beginning of a JPEG": b"\xff\xd8\xff\xe0" + bytes(30),
    "noise with a JPEG's beginning": b"\xff\xd8\xff" + random.Random(2).randbytes(5000),
    "noise with a PNG's beginning": b"\x89PNG\r\n\x1a\n" + random.Random(3).randbytes(5000),
    "noise with a WebP's beginning": b"RIFF\x00\x10\x00\x00WEBPVP8 " + random.Random(4).randbytes(5000),
    "a JPEG of endless scans": progressive_with_many_scans(),
}


@pytest.mark.parametrize("broken", BROKEN)
def test_what_cant_be_read_is_refused(broken):
    assert "går inte att läsa" in refusal(BROKEN[broken])


@pytest.mark.parametrize("size", [(50_000, 50_000), (10_000, 10_000), (5_000, 5_000), (2_000_000_000, 2)])
def test_a_picture_that_claims_to_be_huge_is_refused_before_it_is_read(size):
    assert "miljoner bildpunkter" in refusal(png_that_claims(*size))


def test_an_empty_file_says_so():
    assert "tom" in refusal(b"")


def test_an_iphones_own_format_is_met_with_a_way_out():
    assert "skärmbild" in refusal(b"\x00\x00\x00\x24ftypheic" + bytes(100), name="IMG_0042.HEIC")


def test_more_than_15_mb_is_refused_unread():
    assert "15 MB" in refusal(random.Random(5).randbytes(50 * 1024 * 1024))
    assert "15 MB" in refusal(saved(halves()) + bytes(LARGEST))


# --- Memory -------------------------------------------------------------------------------------
MEASURE = """
import resource, sys
from django.conf import settings
settings.configure(USE_I18N=False)
from django.core.files.base import ContentFile
from arboga_loften.foundation.pictures import redraw
data = ContentFile(open(sys.argv[1], "rb").read())
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
redraw(data)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""
LARGE = {
    "a telephone's largest JPEG": ((8000, 6120), "JPEG", {}),
    "a progressive JPEG": ((5400, 3700), "JPEG", {"progressive": True, "subsampling": 0}),
    "a PNG": ((5400, 3700), "PNG", {"compress_level": 1}),
    "a WebP": ((4032, 3024), "WEBP", {"method": 0}),
}


@pytest.mark.parametrize("large", LARGE)
def test_the_largest_that_we_take_fit_in_a_small_server(large, tmp_path):
    size, kind, options = LARGE[large]
    path = tmp_path / "large"
    path.write_bytes(saved(halves(size), kind, **options))
    command = [sys.executable, "-c", MEASURE, str(path)]
    taken = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ}, timeout=60)
    assert int(taken.stdout) < 220, f"{taken.stdout} MB"


def test_the_kept_picture_is_small_enough_to_look_at_on_a_phone():
    noisy = Image.effect_noise((2400, 1800), 40).convert("RGB")
    kept = redraw(upload(saved(noisy, quality=95)))
    assert max(Image.open(kept).size) == LONGEST_SIDE
    assert kept.size < 1_500_000
