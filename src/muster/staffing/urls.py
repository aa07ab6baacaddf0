"""Below /o/<operation>/staffing/."""

from django.urls import path

from . import views

app_name = "staffing"
ROOT = "o/<uuid:operation_id>/staffing/"
urlpatterns = [
    path(ROOT, views.vacancies, name="vacancies"),
    path(f"{ROOT}whose/", views.whose, name="whose"),
    path(f"{ROOT}seats/<uuid:seat_id>/", views.seat, name="seat"),
    path(f"{ROOT}assignments/<uuid:assignment_id>/release/", views.release, name="release"),
    path(f"{ROOT}plan/", views.start, name="start"),
    path(f"{ROOT}jobs/<uuid:job_id>/", views.job, name="job"),
    path(f"{ROOT}jobs/<uuid:job_id>/stop/", views.stop_job, name="stop_job"),
    path(f"{ROOT}plans/<uuid:plan_id>/", views.plan, name="plan"),
    path(f"{ROOT}plans/<uuid:plan_id>/commit/", views.commit, name="commit"),
    path(f"{ROOT}plans/<uuid:plan_id>/discard/", views.discard, name="discard"),
]
