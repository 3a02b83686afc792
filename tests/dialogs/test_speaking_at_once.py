"""The same form sent by two impatient fingers at the same moment: one submission, and the same receipt for both."""

import threading

import pytest
from django.db import connection
from django.test import Client

from dialogs.models import PendingPhoto, Submission
from tests.dialogs.speaking import DARK, Visitor, picture
from tests.factories import open_dialogue

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 6


def test_a_form_with_a_picture_that_is_sent_many_times_at_once_is_one_submission():
    visitor = Visitor(Client(), open_dialogue())
    visitor.preview(text=DARK, photo=picture())
    ready, answers = threading.Barrier(AT_ONCE), []

    def send():
        ready.wait()
        try:
            response = Client().post(visitor.path, {**visitor.fields, "step": "skicka"})
            answers.append((response.status_code, response.headers.get("Location")))
        finally:
            connection.close()

    senders = [threading.Thread(target=send) for _each in range(AT_ONCE)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    said = Submission.objects.get()
    assert len(answers) == AT_ONCE
    assert len(set(answers)) == 1
    assert answers[0][0] == 303
    assert said.photo.storage.exists(said.photo.name)
    assert not PendingPhoto.objects.exists()
