"""Directives at the points of their life that tests begin from."""

from dataclasses import replace

import pytest

from muster.directives import commands
from muster.directives.commands import Draft
from muster.operations.commands import activate_operation

NOTICE = {
    "kind": "notice",
    "purpose": "for_action",
    "series": "演组发",
    "title": "Notice on duty at the gates",
    "body": "Every branch keeps its gate.",
}


@pytest.fixture
def operation(chief, tree):
    return activate_operation(chief, unit_id=tree.city.pk, template="epidemic")


@pytest.fixture
def draft(tree):
    return Draft(issuing_unit_id=tree.city.pk, addressee_ids=[tree.city.pk], **NOTICE)


@pytest.fixture
def signed(chief, operation, draft):
    """`signed()` or `signed(kind="appeal", …)`: written, reviewed and signed, not yet issued."""

    def sign(**changes):
        directive = commands.draft_directive(
            chief, operation_id=operation.pk, draft=replace(draft, **changes)
        )
        commands.submit_for_review(chief, directive_id=directive.pk)
        return commands.sign_off(chief, directive_id=directive.pk)

    return sign


@pytest.fixture
def issued(chief, signed):
    """`issued()` or `issued(kind="appeal", …)`: has reached everyone."""
    return lambda **changes: commands.issue_directive(chief, directive_id=signed(**changes).pk)


@pytest.fixture
def notice(issued):
    """For action, to the whole city."""
    return issued()


@pytest.fixture
def appeal(issued):
    """Voluntary, to the whole city."""
    return issued(kind="appeal", purpose="for_information", title="To all members")
