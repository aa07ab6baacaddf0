"""Below /o/<operation>/experts/."""

from django.urls import path

from . import views

app_name = "experts"
urlpatterns = [
    path("", views.experts, name="list"),
    path("new/", views.register, name="register"),
    path("appeal/", views.appeal, name="appeal"),
    path("<uuid:expert_id>/", views.expert, name="expert"),
    path("<uuid:expert_id>/free/", views.free, name="free"),
    path("proofs/<uuid:qualification_id>/", views.check, name="check"),
]
