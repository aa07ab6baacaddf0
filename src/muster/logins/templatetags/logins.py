"""What pages ask of us: allauth's log-in page, lists of roles."""

from django import template

from muster.logins import queries
from muster.people.labels import ROLE_LABELS

register = template.Library()
register.simple_tag(lambda name: ROLE_LABELS[name], name="role_label")
register.simple_tag(queries.has_codes, name="has_codes")
