"""Below /."""

from django.urls import path

from . import views

app_name = "people"
urlpatterns = [
    path("units/<uuid:unit_id>/people/", views.of_unit, name="of_unit"),
    path("deputies/", views.deputies, name="deputies"),
    path("deputies/<uuid:deputy_id>/end/", views.end_deputy, name="end_deputy"),
    path("people/<uuid:person_id>/deputies/", views.deputies, name="deputies_of"),
    path("units/<uuid:unit_id>/roles/", views.roles, name="roles"),
    path("roles/<uuid:role_id>/end/", views.end_role, name="end_role"),
    path("units/<uuid:unit_id>/people/report-here/", views.report_here, name="report_here"),
]
