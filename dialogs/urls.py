from django.urls import path

from dialogs.views import pages

app_name = "dialogs"

urlpatterns = [
    path("dialoger/", pages.dialogues, name="list"),
    path("dialoger/<slug:slug>/", pages.dialogue, name="detail"),
    path("ni-sa-vi-gjorde/", pages.said_and_done, name="said_and_done"),
]
