"""The only module that knows all apps."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from muster.console import views as console
from muster.units import urls as units

OPERATION = "o/<uuid:operation_id>/"
# Apps of which the pages are still being written, and where they will be.
COMING = {
    "figures": "",
    "directives": f"{OPERATION}directives/",
    "staffing": "",
    "zones": f"{OPERATION}zones/",
    "teams": f"{OPERATION}teams/",
    "bulletins": "",
}

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("allauth.urls")),
    path("language/", console.language, name="set_language"),
    # The page of one unit spans apps, and yet it is the unit's.
    path(
        "units/", include(([*units.urlpatterns, path("<uuid:unit_id>/", console.unit, name="unit")], "units"))
    ),
    path("", include("muster.people.urls")),
    path("", include("muster.operations.urls")),
    path("", include("muster.console.urls")),
    *(
        path(where, include(f"muster.{app}.urls"))
        for app, where in COMING.items()
        if find_spec(f"muster.{app}.urls")
    ),
]
