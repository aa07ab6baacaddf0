"""Below /."""

from django.urls import path

from . import views

app_name = "privacy"
urlpatterns = [
    path("privacy/", views.register, name="register"),
    path("privacy/count/", views.count, name="count"),
    path("privacy/unmaskings/", views.unmaskings, name="unmaskings"),
    path("privacy/mine/", views.mine, name="mine"),
    path("people/<uuid:person_id>/data/", views.subject, name="subject"),
    path("people/<uuid:person_id>/data/file/", views.subject_file, name="subject_file"),
    path("people/<uuid:person_id>/erase/", views.erase, name="erase"),
    path("people/<uuid:person_id>/clear/<str:key>/", views.clear, name="clear"),
]
