"""The only module that knows all apps."""

from django.urls import URLPattern, URLResolver, include, path

from muster.console import views as console
from muster.units import urls as units

OPERATION = "o/<uuid:operation_id>/"
# The page of one unit spans apps, and yet it is the unit's.
UNITS = [*units.urlpatterns, path("<uuid:unit_id>/", console.unit, name="unit")]

handler404 = "muster.kernel.middleware.page_not_found"
urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("allauth.urls")),
    path("", include("muster.logins.urls")),
    path("language/", console.language, name="set_language"),
    path("units/", include((UNITS, "units"))),
    path("", include("muster.people.urls")),
    path("", include("muster.privacy.urls")),
    path("", include("muster.messages.urls")),
    path("", include("muster.reorganisations.urls")),
    path("people/duplicates/", include("muster.duplicates.urls")),
    path("", include("muster.operations.urls")),
    path("", include("muster.console.urls")),
    path("", include("muster.figures.urls")),
    path(f"{OPERATION}directives/", include("muster.directives.urls")),
    path("", include("muster.staffing.urls")),
    path(f"{OPERATION}zones/", include("muster.zones.urls")),
    path(f"{OPERATION}teams/", include("muster.teams.urls")),
    path("", include("muster.calls.urls")),
    path(f"{OPERATION}experts/", include("muster.experts.urls")),
    path(f"{OPERATION}projects/", include("muster.projects.urls")),
    path("", include("muster.bulletins.urls")),
]
