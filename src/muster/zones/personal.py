"""Plans of zones name homes, not who lives in them."""

from muster.kernel.personal import in_office

REGISTER = (in_office("zones.plans", "zones.ZonePlan", "person_id"),)
IMPERSONAL = {
    "zones.ZonePlan.parts": "doors, by their ids",
    "zones.ZonePlan.digest": "a hash of a plan",
    "zones.Zone.name": "a zone",
}
