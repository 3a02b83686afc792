from django.urls import path

from focusareas import views

app_name = "focusareas"

urlpatterns = [
    path("lofte/", views.promises, name="promises"),
    path("lofte/<slug:slug>/", views.promise, name="promise"),
    path("lofte/<slug:slug>/<slug:area>/", views.area, name="area"),
    path("lagesbild/", views.situations, name="situations"),
    path("lagesbild/<slug:slug>/", views.situation, name="situation"),
]
