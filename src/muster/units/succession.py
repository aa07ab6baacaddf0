"""What goes with a unit in the tree itself."""

from django.utils.translation import gettext_lazy as _

from muster.kernel.succession import Follows

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
    Follows(
        key="units.twinnings",
        label=_("Twinnings"),
        model="units.Twinning",
        where="upper_inf(during)",
        once_with="community_id",
    ),
    Follows(
        key="units.twinned_by",
        label=_("Units that look after it"),
        model="units.Twinning",
        column="community_id",
        where="upper_inf(during)",
        once_with="unit_id",
    ),
)
STAYS = {"units.UnitPath.unit": "the tree of each day is kept"}
