"""Below /."""

from django.urls import path

from . import views

app_name = "messages"
urlpatterns = [
    path("o/<uuid:operation_id>/messages/<uuid:subject_id>/", views.of_subject, name="of_subject"),
    path("o/<uuid:operation_id>/ladders/<uuid:climb_id>/stop/", views.stop_climb, name="stop_climb"),
    path("o/<uuid:operation_id>/ladders/<uuid:climb_id>/phone-list/", views.phone_list, name="phone_list"),
    path("o/<uuid:operation_id>/ladders/<uuid:climb_id>/called/", views.call, name="call"),
    path("units/<uuid:unit_id>/rooms/", views.rooms, name="rooms"),
    path("units/<uuid:unit_id>/rooms/<uuid:room_id>/close/", views.close_room, name="close_room"),
    path("reach/", views.reach, name="reach"),
]
