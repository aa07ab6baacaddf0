"""What goes with a unit in the tree itself."""

from django.utils.translation import gettext_lazy as _

from muster.kernel.following import Follows

FOLLOWS = (
    Follows(key="units.below", label=_("Units directly below"), model="units.Unit", column="parent_id"),
    Follows(
        key="units.stationed",
        label=_("Units of lines that stand there"),
        model="units.Unit",
        column="locality_id",
    ),
    Follows(
        key="units.before",
        label=_("Units that it took over before"),
        model="units.Unit",
        column="successor_id",
    ),
)
STAYS = {"units.UnitPath.unit": "the tree of each day is kept"}
