"""Below /."""

from django.urls import path

from muster.kernel.sight import whole_sight

from . import views

app_name = "logins"
# Nobody is known yet: whose phone, or whose invitation, it is is looked up among all.
by_phone = whole_sight()
urlpatterns = [
    path("log-in/phone/", by_phone(views.by_phone), name="by_phone"),
    path("log-in/code/", by_phone(views.enter), name="enter"),
    path("log-ins/", views.sessions, name="sessions"),
    path("log-ins/end-others/", views.end_others, name="end_others"),
    path("log-ins/number/", views.own_number, name="own_number"),
    path("log-ins/number/confirm/", views.confirm_number, name="confirm_number"),
    path("log-ins/<uuid:mark>/end/", views.end_session, name="end_session"),
    path("units/<uuid:unit_id>/invitations/", views.invitations, name="invitations"),
    path("units/<uuid:unit_id>/invite/", views.invite, name="invite"),
    path("invitations/<uuid:invitation_id>/print/", views.print_invitation, name="print_invitation"),
    path("invitations/<uuid:invitation_id>/revoke/", views.revoke_invitation, name="revoke_invitation"),
    path("invited/<str:token>/", by_phone(views.invited), name="invited"),
    path("invited/<str:token>/phone/", by_phone(views.invited_phone), name="invited_phone"),
    path("invited/<str:token>/code/", by_phone(views.invited_code), name="invited_code"),
    path("people/<uuid:person_id>/lost-device/", views.shut_out, name="shut_out"),
]
