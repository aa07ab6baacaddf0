"""Below /o/<operation>/zones/."""

from django.urls import path

from . import views

app_name = "zones"
urlpatterns = [
    path("", views.zones, name="list"),
    path("map.json", views.areas_map, name="map"),
    path("plan/", views.start, name="start"),
    path("jobs/<uuid:job_id>/", views.job, name="job"),
    path("jobs/<uuid:job_id>/stop/", views.stop_job, name="stop_job"),
    path("plans/<uuid:plan_id>/", views.plan, name="plan"),
    path("plans/<uuid:plan_id>/commit/", views.commit, name="commit"),
    path("plans/<uuid:plan_id>/discard/", views.discard, name="discard"),
    path("<uuid:zone_id>/", views.zone, name="zone"),
    path("<uuid:zone_id>/hand-over/", views.hand_over, name="hand_over"),
]
