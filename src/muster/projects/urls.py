"""Below /o/<operation>/projects/."""

from django.urls import path

from . import views

app_name = "projects"
urlpatterns = [
    path("", views.projects, name="list"),
    path("new/", views.start, name="start"),
    path("<uuid:project_id>/", views.project, name="project"),
    path("<uuid:project_id>/end/", views.end, name="end"),
    path("tasks/<uuid:task_id>/move/", views.move, name="move"),
    path("tasks/<uuid:task_id>/block/", views.block, name="block"),
    path("needs/<uuid:need_id>/", views.need, name="need"),
    path("needs/<uuid:need_id>/call/", views.call, name="call"),
]
