"""Below /."""

from django.urls import path

from . import views

app_name = "reorganisations"
ONE = "reorganisations/<uuid:reorganisation_id>/"
urlpatterns = [
    path("reorganisations/", views.reorganisations, name="list"),
    path("units/<uuid:unit_id>/reorganise/", views.choose, name="choose"),
    path("units/<uuid:unit_id>/reorganise/<slug:kind>/", views.propose, name="propose"),
    path(ONE, views.reorganisation, name="reorganisation"),
    path(f"{ONE}progress/", views.progress, name="progress"),
    path(f"{ONE}decide/", views.decide, name="decide"),
    path(f"{ONE}discard/", views.discard, name="discard"),
    path(f"{ONE}undo/", views.undo, name="undo"),
]
