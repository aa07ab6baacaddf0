"""An expert goes to whoever takes over the unit that keeps them; of two records of one person each keeps what was shown to it."""

from django.utils.translation import gettext_lazy as _

from muster.kernel.succession import Follows

FOLLOWS = (Follows(key="experts.experts", label=_("Experts"), model="experts.Expert"),)
STAYS = {
    "experts.Expert.person": "a qualification was shown for one record; whoever verifies it anew decides"
}
