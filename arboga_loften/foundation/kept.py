"""A file that waits for a yes: kept inside between the preview and the confirmation, for an hour at most.

What is handed to the browser is a signed note of whose it is and what it is about, never a path.
"""

import secrets
from datetime import datetime, timedelta
from pathlib import PurePosixPath

from django.core.files.base import ContentFile
from django.core.signing import BadSignature, Signer

from arboga_loften.foundation import clock
from arboga_loften.foundation.storage import inside

FOLDER = "inlasning"
KEPT_FOR = timedelta(hours=1)
STAMP = "%Y%m%dT%H%M%S"

signer = Signer(salt="kept")


def keep(data, *, name, about, by, **more):
    """Put a file aside. Returns the note to come back with. `about` is a word for what it belongs to, as "plan-3"."""
    forget_old()
    path = inside().save(f"{FOLDER}/{clock.now():{STAMP}}-{secrets.token_hex(16)}", ContentFile(data))
    return signer.sign_object({"path": path, "name": name, "about": about, "by": by.pk, **more})


def find(note, *, about, by):
    """(what the note says, the file's bytes), or None for a note that isn't theirs or whose hour has gone."""
    try:
        said = signer.unsign_object(note)
    except BadSignature:
        return None
    forget_old()
    if (said["about"], said["by"]) != (about, by.pk) or not inside().exists(said["path"]):
        return None
    with inside().open(said["path"]) as kept:
        return said, kept.read()


def renewed(said, **more):
    """The note of the same file, which remembers something more."""
    return signer.sign_object({**said, **more})


def forget(said):
    """Throw the file away: it is read in, or nobody wants it."""
    inside().delete(said["path"])


def forget_old():
    """Throw away every file whose hour has gone. Returns how many."""
    if not inside().exists(FOLDER):
        return 0
    old = [name for name in inside().listdir(FOLDER)[1] if _is_old(name)]
    for name in old:
        inside().delete(f"{FOLDER}/{name}")
    return len(old)


def _is_old(name):
    """By the stamp in its name: a demonstration's day isn't the disk's."""
    try:
        kept_at = datetime.strptime(PurePosixPath(name).name.partition("-")[0], STAMP)
    except ValueError:
        return True
    now = clock.now().replace(tzinfo=None)
    return not now - KEPT_FOR <= kept_at <= now + timedelta(minutes=1)
