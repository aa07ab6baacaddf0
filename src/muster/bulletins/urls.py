"""Below /: the desk's pages under their operation, and the public ones."""

from django.urls import path

from . import views

app_name = "bulletins"
DESK = "o/<uuid:operation_id>/bulletins/"
ONE = f"{DESK}<uuid:bulletin_id>/"
PUBLIC = "public/bulletins/"

urlpatterns = [
    path(DESK, views.bulletins, name="list"),
    path(f"{DESK}new/", views.new, name="new"),
    path(f"{DESK}check/", views.check, name="check"),
    path(f"{DESK}number/", views.number, name="number"),
    path(f"{DESK}phrases/", views.phrases, name="phrases"),
    path(f"{DESK}insert/", views.insert, name="insert"),
    path(ONE, views.bulletin, name="bulletin"),
    path(f"{ONE}edit/", views.edit, name="edit"),
    path(f"{ONE}publish/", views.publish, name="publish"),
    path(f"{ONE}withdraw/", views.withdraw, name="withdraw"),
    path(f"{ONE}text.md", views.markdown, name="markdown"),
    path(f"{ONE}numbers/<int:start>/", views.statement, name="statement"),
    path(PUBLIC, views.public_list, name="public_list"),
    path(f"{PUBLIC}<slug:token>/", views.public, name="public"),
    path(f"{PUBLIC}<slug:token>/numbers/<int:start>/", views.public_statement, name="public_statement"),
]
