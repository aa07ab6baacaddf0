"""Below /."""

from django.urls import path

from . import views

app_name = "figures"
urlpatterns = [
    path("o/<uuid:operation_id>/figures/", views.figures, name="list"),
    path("o/<uuid:operation_id>/figures/<str:key>/", views.figure, name="figure"),
]
