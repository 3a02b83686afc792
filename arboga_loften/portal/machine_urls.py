"""Addresses for machines: the same in every language."""

from django.contrib.sitemaps.views import sitemap
from django.urls import path

from arboga_loften.portal import feeds, machines
from arboga_loften.portal.sitemaps import SITEMAPS

urlpatterns = [
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    path("ni-sa-vi-gjorde/flode/", feeds.SaidAndDone(), name="feed"),
    path("dialoger/<slug:slug>/flode/", feeds.SaidAndDoneInDialogue(), name="dialogue_feed"),
    path("uppfoljning/flode/", feeds.CouncilReports(), name="reports_feed"),
    path("halsa/", machines.health, name="health"),
    path("farger.css", machines.municipality_colours, name="municipality_colours"),
    path("logotyp/", machines.logo, name="municipality_logo"),
]
