"""Below /units/. The page of one unit is the console's, and joins these in muster.urls."""

from django.urls import path

from . import views

app_name = "units"
urlpatterns = [
    path("", views.tree, name="tree"),
    path("<uuid:unit_id>/twin/", views.twin, name="twin"),
    path("twinnings/<uuid:twinning_id>/end/", views.end_twinning, name="end_twinning"),
    path("<uuid:unit_id>/children/", views.children, name="children"),
]
