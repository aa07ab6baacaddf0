"""Reorganisations concern units."""

from muster.kernel.personal import in_office

REGISTER = (
    in_office("reorganisations.proposed", "reorganisations.Reorganisation", "person_id", "decided_by"),
)
