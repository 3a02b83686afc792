from django.urls import path

from arboga_loften.portal import gallery, pages, start

urlpatterns = [
    path("", start.start, name="start"),
    path("om/", pages.about, name="about"),
    path("tillganglighet/", pages.accessibility, name="accessibility"),
    path("personuppgifter/", pages.privacy, name="privacy"),
    path("kakor/", pages.cookies, name="cookies"),
    path("komponenter/", gallery.gallery, name="gallery"),
]
