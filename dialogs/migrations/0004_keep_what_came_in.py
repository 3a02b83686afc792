"""Move what came in to a row of its own, and give each viewpoint the day it was said and the words that a search reads."""

from secrets import token_hex
from unicodedata import normalize

from django.db import migrations


def folded(text):
    return normalize("NFC", text).casefold()


def forwards(apps, schema_editor):
    Viewpoint = apps.get_model("dialogs", "Viewpoint")
    Submission = apps.get_model("dialogs", "Submission")
    Answer = apps.get_model("dialogs", "Answer")
    for viewpoint in Viewpoint.objects.select_related("dialogue"):
        day = viewpoint.dialogue.ends_on or viewpoint.dialogue.starts_on
        if viewpoint.original_text:
            came_in = Submission.objects.create(
                dialogue=viewpoint.dialogue,
                key_digest=token_hex(32),
                channel=viewpoint.channel,
                received_on=day,
                text=viewpoint.original_text,
                voices=viewpoint.voices or 1,
            )
            viewpoint.submissions.add(came_in)
        words = folded(f"{viewpoint.reference} {viewpoint.text}")
        Viewpoint.objects.filter(pk=viewpoint.pk).update(received_on=day, words=words)
    for answer in Answer.objects.all():
        Answer.objects.filter(pk=answer.pk).update(words=folded(answer.text))


class Migration(migrations.Migration):
    dependencies = [("dialogs", "0003_voices_come_in")]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
