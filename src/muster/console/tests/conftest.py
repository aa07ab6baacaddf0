"""An operation in which something has happened, files to bring in, and what a page says."""

from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from muster.directives import commands as directives
from muster.directives.commands import Draft
from muster.operations.commands import begin_operation

UNITS = "组织代码,组织名称,组织类别,上级组织代码,属地组织代码,层级,条线,区划代码,成立日期"
CLINIC = "clinic,卫生院党支部,党支部,riverside,hillside,其他,卫生健康,,2010-01-01"


@pytest.fixture(autouse=True)
def uploads_folder(tmp_path, settings):
    settings.UPLOADS = tmp_path / "uploads"
    return settings.UPLOADS


@pytest.fixture
def operation(chief, tree, people):
    return begin_operation(chief, unit_id=tree.city.pk, template="epidemic")


@pytest.fixture
def notice(chief, operation, tree):
    """A notice for action to the whole city, issued."""
    draft = Draft(
        issuing_unit_id=tree.city.pk,
        addressee_ids=[tree.city.pk],
        kind="notice",
        purpose="for_action",
        series="演组发",
        title="Notice on duty at the gates",
        body="Every branch keeps its gate.",
    )
    directive = directives.draft_directive(chief, operation_id=operation.pk, draft=draft)
    directives.submit_for_review(chief, directive_id=directive.pk)
    directives.sign_off(chief, directive_id=directive.pk)
    return directives.issue_directive(chief, directive_id=directive.pk)


@pytest.fixture
def sheet():
    """`sheet(UNITS, CLINIC)`: a CSV as a browser sends it."""

    def made(*lines: str, name: str = "units.csv", content: bytes | None = None) -> SimpleUploadedFile:
        return SimpleUploadedFile(name, content if content is not None else "\n".join(lines).encode())

    return made


def words(response) -> str:
    return " ".join(unescape(response.content.decode()).split())
