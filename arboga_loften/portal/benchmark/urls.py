"""The site's own addresses, and an empty view that goes through the same middleware, to measure against."""

from django.http import HttpResponse
from django.urls import path

from arboga_loften.urls import handler400, handler403, handler404, handler500
from arboga_loften.urls import urlpatterns as site_patterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [path("tom-vy/", lambda request: HttpResponse("")), *site_patterns]
