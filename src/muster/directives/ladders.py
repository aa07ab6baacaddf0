"""What climbs of a directive: acceptance by units. Voluntary kinds ask nobody for it, so nothing of theirs is ever open here."""

from django.utils.translation import gettext_lazy as _

from muster.messages.climbs.sources import Source

OPEN = """
SELECT directive.id AS subject_id, directive.operation_id, directive.issuing_unit_id AS unit_id,
    greatest(version.asked - 1, 0) AS round, greatest(directive.issued_at, version.asked_at) AS since,
    directive.urgency AS ladder, directive.urgency = 'most_urgent' AS is_urgent,
    jsonb_build_object(
        'number', directive.series || '〔' || directive.number_year || '〕' || directive.number || '号', 'title', directive.title
    ) AS variables,
    '/o/' || directive.operation_id || '/directives/' || directive.id || '/' AS path
FROM directives_directive directive
JOIN operations_operation operation ON operation.id = directive.operation_id AND operation.closed_at IS NULL
CROSS JOIN LATERAL (
    SELECT count(*)::int AS asked, max(version.written_at) AS asked_at
    FROM directives_version version WHERE version.directive_id = directive.id AND version.is_material
) version
WHERE directive.state = 'issued' AND directive.purpose = 'for_action' AND directive.kind <> ALL('{appeal,open_letter}')
"""
SILENT = """
SELECT delivery.unit_id FROM directives_delivery delivery
WHERE delivery.directive_id = %(subject)s AND delivery.asks_acceptance AND delivery.is_in_force AND delivery.accepted_at IS NULL
"""

ACCEPTANCE = "directives.acceptance"
SOURCES = (Source(key=ACCEPTANCE, label=_("Acceptance by units"), open=OPEN, silent=SILENT),)
