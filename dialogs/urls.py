from django.urls import path

from dialogs import opendata
from dialogs.views import figures, files, pages, receipt, sheet, speak

app_name = "dialogs"

urlpatterns = [
    path("tyck-till/", speak.speak_out, name="speak_out"),
    path("dialoger/", pages.dialogues, name="list"),
    path("dialoger/kalender.ics", files.calendars, name="calendars"),
    path("dialoger/<slug:slug>/", pages.dialogue, name="detail"),
    path("dialoger/<slug:slug>/tyck-till/", speak.speak, name="speak"),
    path("dialoger/<slug:slug>/tyck-till/bild/<str:token>/", speak.speak_photo, name="speak_photo"),
    path("dialoger/<slug:slug>/kalender.ics", files.calendar, name="calendar"),
    path("dialoger/<slug:slug>/blad/", sheet.sheet, name="sheet"),
    path("dialoger/<slug:slug>/siffror/", figures.tallies, name="tallies"),
    path("dialoger/<slug:slug>/bild/<slug:reference>/", files.photo, name="photo"),
    path("dialoger/<slug:slug>/stopp/<int:number>/<str:side>/", files.stop_photo, name="stop_photo"),
    path("ni-sa-vi-gjorde/", pages.said_and_done, name="said_and_done"),
    path("sa-svarar-vi/", figures.loop, name="loop"),
    path("synpunkt/", receipt.receipt_find, name="receipt_find"),
    path("synpunkt/brev/<str:token>/", receipt.follower_receipt, name="follower_receipt"),
    path("synpunkt/brev/<str:token>/bekrafta/", receipt.follower_confirm, name="follower_confirm"),
    path("synpunkt/brev/<str:token>/sluta/", receipt.follower_stop, name="follower_stop"),
    path("synpunkt/<str:code>/", receipt.receipt, name="receipt"),
    path("synpunkt/<str:code>/allt.json", receipt.receipt_extract, name="receipt_extract"),
    path("oppna-data/synpunkter.csv", opendata.viewpoints_csv, name="open_viewpoints_csv"),
    path("oppna-data/synpunkter.json", opendata.viewpoints_json, name="open_viewpoints_json"),
    path("oppna-data/dialoger.json", opendata.dialogues_json, name="open_dialogues_json"),
]
