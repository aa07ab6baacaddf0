"""The places for which a unit answers; and what lies in an area that becomes part of another."""

from django.utils.translation import gettext_lazy as _

from muster.kernel.succession import Follows

FOLLOWS = (
    Follows(
        key="places.areas",
        label=_("Areas for which it answers"),
        model="places.Area",
        where="successor_id IS NULL",
        area="id",
    ),
    Follows(key="places.parts", label=_("Grids"), model="places.Area", column="parent_id", of_areas=True),
    Follows(
        key="places.premises", label=_("Premises"), model="places.Premises", column="area_id", of_areas=True
    ),
    Follows(
        key="places.buildings", label=_("Buildings"), model="places.Building", column="area_id", of_areas=True
    ),
)
STAYS = {
    "places.Area.successor": "an area that became part of another stays so",
    "places.Building.grid": "a grid keeps its buildings, and goes with the area",
}
