"""Below /."""

from django.urls import path

from . import views

app_name = "privacy"
urlpatterns = [
    path("privacy/", views.register, name="register"),
    path("privacy/count/", views.count, name="count"),
    path("privacy/unmaskings/", views.unmaskings, name="unmaskings"),
    path("people/<uuid:person_id>/clear/<str:key>/", views.clear, name="clear"),
]
