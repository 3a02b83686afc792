from django.urls import path

from dialogs import views

app_name = "dialogs"

urlpatterns = [
    path("dialoger/", views.dialogues, name="list"),
    path("dialoger/<slug:slug>/", views.dialogue, name="detail"),
    path("ni-sa-vi-gjorde/", views.said_and_done, name="said_and_done"),
]
