"""Below /."""

from django.urls import path

from . import views

app_name = "console"
urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.health, name="health"),
    path("o/<uuid:operation_id>/", views.now, name="now"),
    path("o/<uuid:operation_id>/areas.json", views.areas, name="areas"),
    path("o/<uuid:operation_id>/mine/", views.mine, name="mine"),
    path("o/<uuid:operation_id>/day/", views.day, name="day"),
    path("search/", views.search, name="search"),
    path("import/", views.import_, name="import"),
    path("import/files/<uuid:upload_id>/", views.upload, name="upload"),
    path("import/files/<uuid:upload_id>/progress/", views.upload_progress, name="upload_progress"),
    path("import/files/<uuid:upload_id>/errors.csv", views.upload_errors, name="upload_errors"),
    path("import/files/<uuid:upload_id>/check/", views.check_upload, name="check_upload"),
    path("import/files/<uuid:upload_id>/bring-in/", views.bring_upload_in, name="bring_upload_in"),
    path("import/files/<uuid:upload_id>/wrong-rows.xlsx", views.upload_faults, name="upload_faults"),
    path("import/files/<uuid:upload_id>/mend/", views.mend_upload, name="mend_upload"),
    path("import/files/<uuid:upload_id>/columns/", views.upload_columns, name="upload_columns"),
    path("import/<slug:key>/", views.import_table, name="import_table"),
    path("import/<slug:key>/<slug:language>.xlsx", views.import_sheet, name="import_sheet"),
    path("export/files/<uuid:export_id>/", views.export_file, name="export_file"),
    path("export/<slug:listing>/", views.export, name="export"),
    path("export/<slug:listing>/clear/", views.export_clear, name="export_clear"),
    path("jobs/", views.jobs, name="jobs"),
    path("jobs/<uuid:job_id>/", views.job, name="job"),
    path("jobs/<uuid:job_id>/stop/", views.stop, name="stop"),
    path("journal/", views.journal, name="journal"),
]
