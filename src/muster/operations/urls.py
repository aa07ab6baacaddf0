"""Below /."""

from django.urls import URLPattern, URLResolver, include, path

from . import views

app_name = "operations"
of_temporary_unit: list[URLPattern | URLResolver] = [
    path("", views.temporary_unit, name="temporary_unit"),
    path("approve/", views.approve, name="approve"),
    path("decline/", views.decline, name="decline"),
    path("end/", views.end, name="end"),
    path("members/", views.send_members, name="send_members"),
]
of_operation: list[URLPattern | URLResolver] = [
    path("operation/", views.operation, name="operation"),
    path("operation/phase/", views.change_phase, name="change_phase"),
    path("operation/level/", views.set_level, name="set_level"),
    path("operation/close/", views.close, name="close"),
    path("temporary-units/", views.temporary_units, name="temporary_units"),
    path("temporary-units/propose/", views.propose, name="propose"),
    path("temporary-units/<uuid:temporary_unit_id>/", include(of_temporary_unit)),
]
urlpatterns = [
    path("operations/", views.operations, name="list"),
    path("operations/activate/", views.activate, name="activate"),
    path("o/<uuid:operation_id>/", include(of_operation)),
]
