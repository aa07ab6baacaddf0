"""Seats follow their zones and teams: see theirs."""

STAYS = {"staffing.StaffingPlan.unit": "a plan that nobody has decided on is outdated by a reorganisation"}
