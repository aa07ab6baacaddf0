"""Below /."""

from django.urls import path

from . import views

app_name = "people"
urlpatterns = [
    path("units/<uuid:unit_id>/people/", views.of_unit, name="of_unit"),
    path("deputies/", views.deputies, name="deputies"),
    path("deputies/<uuid:deputy_id>/end/", views.end_deputy, name="end_deputy"),
    path("units/<uuid:unit_id>/people/report-here/", views.report_here, name="report_here"),
]
