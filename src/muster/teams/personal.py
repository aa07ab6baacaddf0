"""A team's people are those of its seats."""

IMPERSONAL = {"teams.Team.name": "a team"}
