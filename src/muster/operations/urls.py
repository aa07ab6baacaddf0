"""Below /."""

from django.urls import URLPattern, URLResolver, include, path

from muster.kernel.sight import whole_sight

from . import views
from .musters import views as musters

app_name = "operations"
# Whoever holds the link is nobody that the database knows: it finds whom it was sent to.
by_link = whole_sight()
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
    path("musters/", musters.musters, name="musters"),
    path("musters/new/", musters.open_muster, name="open_muster"),
    path("musters/<uuid:call_id>/", musters.muster, name="muster"),
    path("musters/<uuid:call_id>/next/", musters.ask_the_next, name="ask_the_next"),
    path("musters/<uuid:call_id>/end/", musters.end_muster, name="end_muster"),
    path("temporary-units/", views.temporary_units, name="temporary_units"),
    path("temporary-units/propose/", views.propose, name="propose"),
    path("temporary-units/<uuid:temporary_unit_id>/", include(of_temporary_unit)),
]
urlpatterns = [
    path("operations/", views.operations, name="list"),
    path("operations/activate/", views.activate, name="activate"),
    path("o/<uuid:operation_id>/", include(of_operation)),
    path("public/muster/<slug:token>/", by_link(musters.answer), name="answer_muster"),
]
