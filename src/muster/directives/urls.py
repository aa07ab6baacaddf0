"""Below /o/<operation>/directives/."""

from django.urls import path

from . import views
from .amending import views as amending
from .clauses import views as clauses
from .drafting import views as drafting
from .explaining import views as explaining
from .relay import views as relay
from .reminding import views as reminding
from .rounds import views as rounds

app_name = "directives"
PART = "<uuid:directive_id>/clauses/<uuid:clause_id>/units/<uuid:unit_id>"
urlpatterns = [
    path("", views.directives, name="list"),
    path("new/", views.new, name="new"),
    path("units/", views.units, name="units"),
    path("<uuid:directive_id>/", views.directive, name="directive"),
    path("<uuid:directive_id>/edit/", views.edit, name="edit"),
    path("<uuid:directive_id>/submit/", views.submit, name="submit"),
    path("<uuid:directive_id>/comment/", drafting.comment, name="comment"),
    path("<uuid:directive_id>/return/", drafting.return_draft, name="return"),
    path("<uuid:directive_id>/sign-off/", views.sign_off, name="sign_off"),
    path("<uuid:directive_id>/issue/", views.issue, name="issue"),
    path("<uuid:directive_id>/amend/", amending.amend, name="amend"),
    path("<uuid:directive_id>/changes/<int:since>-<int:to>/", amending.changes, name="changes"),
    path("<uuid:directive_id>/clauses/<int:number>/", clauses.write, name="write_clause"),
    path("<uuid:directive_id>/clauses/<int:number>/remove/", clauses.remove, name="remove_clause"),
    path("<uuid:directive_id>/clauses/<uuid:clause_id>/", clauses.clause, name="clause"),
    path(f"{PART}/", clauses.part, name="part"),
    path(f"{PART}/report/", clauses.report, name="report_clause"),
    path(f"{PART}/delegate/", clauses.delegate, name="delegate_clause"),
    path(f"{PART}/keeper/", clauses.keeper, name="name_keeper"),
    path(f"{PART}/confirm/", clauses.confirm, name="confirm_clause"),
    path(f"{PART}/return/", clauses.return_, name="return_clause"),
    path("photographs/<uuid:photograph_id>/", clauses.photograph, name="photograph"),
    path("<uuid:directive_id>/co-authors/", drafting.add_co_author, name="add_co_author"),
    path(
        "<uuid:directive_id>/co-authors/<uuid:person_id>/remove/",
        drafting.remove_co_author,
        name="remove_co_author",
    ),
    path("<uuid:directive_id>/attachments/", drafting.attach, name="attach"),
    path("<uuid:directive_id>/attachments/<uuid:attachment_id>/", drafting.attachment, name="attachment"),
    path("<uuid:directive_id>/attachments/<uuid:attachment_id>/remove/", drafting.detach, name="detach"),
    path("<uuid:directive_id>/rhythm/", rounds.rhythm, name="rhythm"),
    path("<uuid:directive_id>/days/", rounds.round_, name="round"),
    path("<uuid:directive_id>/days/<uuid:unit_id>/", rounds.report_day, name="report_day"),
    path("<uuid:directive_id>/days/<uuid:unit_id>/zero/", rounds.report_zero, name="report_zero"),
    path("<uuid:directive_id>/explain/", explaining.explain, name="explain"),
    path("<uuid:directive_id>/explain/sheet/", explaining.sheet, name="sheet"),
    path("<uuid:directive_id>/explain/poster/", explaining.poster, name="poster"),
    path("<uuid:directive_id>/units/<uuid:unit_id>/tell/", relay.tell, name="tell"),
    path("<uuid:directive_id>/withdraw/", views.withdraw, name="withdraw"),
    path("<uuid:directive_id>/close/", views.close, name="close"),
    path("<uuid:directive_id>/read/", views.read, name="read"),
    path("<uuid:directive_id>/waiting/", views.waiting, name="waiting"),
    path("<uuid:directive_id>/remind/", reminding.remind, name="remind"),
    path("<uuid:directive_id>/ladder/", reminding.ladder, name="ladder"),
    path("<uuid:directive_id>/units/<uuid:unit_id>/", views.delivery, name="delivery"),
    path("<uuid:directive_id>/units/<uuid:unit_id>/accept/", views.accept, name="accept"),
    path("<uuid:directive_id>/units/<uuid:unit_id>/detail/", views.detail, name="detail"),
    path("<uuid:directive_id>/units/<uuid:unit_id>/report/", views.report, name="report"),
    path("<uuid:directive_id>/units/<uuid:unit_id>/done/", views.done, name="done"),
    path("<uuid:directive_id>/units/<uuid:unit_id>/return/", views.return_report, name="return_report"),
    path("<uuid:directive_id>/units/<uuid:unit_id>/told/", views.told, name="told"),
]
