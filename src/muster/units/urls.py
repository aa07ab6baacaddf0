"""Below /units/. The page of one unit is the console's, and joins these in muster.urls."""

from django.urls import path

from . import views

app_name = "units"
urlpatterns = [
    path("", views.tree, name="tree"),
    path("<uuid:unit_id>/children/", views.children, name="children"),
]
