"""What can go wrong with places."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from muster.kernel.problems import Problem


@dataclass(eq=False)
class OutsideYourAreas(Problem):
    count: int

    code = "places.outside_your_areas"
    status = 403
    title = _("Some of these places are not yours to change.")
    text = _("{count} of the rows lie in areas for which none of your units answers.")
    remedy = _("Take those rows out, or ask the headquarters to bring them in.")


@dataclass(eq=False)
class NotGeoJson(Problem):
    filename: str

    code = "places.not_geojson"
    status = 422
    title = _("This is not a GeoJSON feature collection.")
    text = _(
        "“{filename}” must hold features whose `code` property is an area code and whose geometry is a polygon."
    )
