"""Below /people/duplicates/."""

from django.urls import path

from . import views

app_name = "duplicates"
urlpatterns = [
    path("", views.pairs, name="list"),
    path("find/", views.find, name="find"),
    path("<uuid:pair_id>/merge/", views.merge, name="merge"),
    path("<uuid:pair_id>/apart/", views.apart, name="apart"),
    path("<uuid:pair_id>/undo/", views.undo, name="undo"),
]
