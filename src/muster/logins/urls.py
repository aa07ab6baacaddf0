"""Below /."""

from django.urls import path

from . import views

app_name = "logins"
urlpatterns = [
    path("log-in/phone/", views.by_phone, name="by_phone"),
    path("log-in/code/", views.enter, name="enter"),
]
