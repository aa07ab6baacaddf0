"""Below /: the desk's pages under their operation, and those for everybody."""

from django.urls import path

from muster.kernel.sight import whole_sight

from . import views

app_name = "calls"
# Whoever holds the link is nobody that the database knows: these pages find what it leads to, and nothing else.
by_link = whole_sight()
DESK = "o/<uuid:operation_id>/calls/"
ONE = f"{DESK}<uuid:call_id>/"
OFFER = f"{DESK}offers/<uuid:offer_id>/"
OWN = "public/offers/<slug:token>/"

urlpatterns = [
    path(DESK, views.calls, name="list"),
    path(f"{DESK}new/", views.create, name="create"),
    path(f"{DESK}promises/", views.promises, name="promises"),
    path(ONE, views.call, name="call"),
    path(f"{ONE}poster/", views.poster, name="poster"),
    path(f"{ONE}close/", views.close, name="close"),
    path(f"{ONE}answer/", views.answer_several, name="answer_several"),
    path(f"{ONE}ask-on/", views.ask_on, name="ask_on"),
    path(f"{ONE}take-down/", views.take_down, name="take_down"),
    path(f"{ONE}come-forward/", views.come_forward, name="come_forward"),
    path(f"{OFFER}assign/", views.assign, name="assign"),
    path(f"{OFFER}stand-by/", views.stand_by, name="stand_by"),
    path(f"{OFFER}release/", views.release, name="release"),
    path(f"{OFFER}number/", views.number, name="number"),
    path(f"{OFFER}seat/", views.seat, name="seat"),
    path("public/calls/", by_link(views.public_list), name="public_list"),
    path("public/calls/<slug:token>/", by_link(views.sign_up), name="sign_up"),
    path(OWN, by_link(views.own), name="own"),
    path(f"{OWN}code/", by_link(views.send_code), name="send_code"),
    path(f"{OWN}withdraw/", by_link(views.withdraw), name="withdraw"),
    path(f"{OWN}asked/", by_link(views.asked), name="asked"),
]
