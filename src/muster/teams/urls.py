"""Below /o/<operation>/teams/."""

from django.urls import path

from . import views

app_name = "teams"
urlpatterns = [
    path("", views.teams, name="list"),
    path("new/", views.create, name="create"),
    path("form/", views.form_teams, name="form"),
    path("<uuid:team_id>/", views.team, name="team"),
    path("<uuid:team_id>/disband/", views.disband, name="disband"),
]
