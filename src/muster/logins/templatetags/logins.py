"""What allauth's log-in page asks of us."""

from django import template

from muster.logins import queries

register = template.Library()
register.simple_tag(queries.has_codes, name="has_codes")
