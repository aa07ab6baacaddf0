"""An auditor sees who unmasked what."""

import re

import pytest

from .conftest import no_complaints

pytestmark = pytest.mark.xdist_group("site")
UNIT = re.compile(r"^/units/([0-9a-f-]{36})/")
WORDS = "今晚值守电话通知"


def members_of_the_top(page) -> str:
    links = page.locator("main a[href^='/units/']").evaluate_all(
        "all => all.map(one => one.getAttribute('href'))"
    )
    (unit_id, *_) = [found[1] for found in map(UNIT.match, links) if found]
    return f"/units/{unit_id}/people/"


def test_one_number_is_shown_for_a_reason_and_the_auditor_reads_who_looked(visit):
    with no_complaints(visit("chief")) as chief:
        page = chief.go("/units/")
        page = chief.go(members_of_the_top(page))
        masked = page.locator("td.masked").first.inner_text().strip()
        assert re.fullmatch(r"\d{3}\*{4}\d{4}", masked)
        name = page.locator("tbody th").first.inner_text().strip()
        page.locator("td.masked a").first.click()
        page.get_by_label("就任务联系本人").check()
        page.locator("input[name=words]").fill(WORDS)
        assert chief.flaws() == []
        page.locator("main form button").click()
        number = page.locator("#clear-value").inner_text().strip()
        assert (number[:3], number[-4:]) == (masked[:3], masked[-4:])
        assert "*" not in number
        assert chief.flaws() == []
    with no_complaints(visit("auditor", width=360)) as auditor:
        page = auditor.go("/privacy/unmaskings/")
        row = page.locator("tbody tr", has_text=WORDS)
        assert name in row.inner_text()
        assert "电话号码" in row.inner_text()
        assert number not in page.content()
        assert auditor.flaws() == []
        assert not auditor.is_too_wide()
        page = auditor.go(f"/privacy/unmaskings/?viewer={name}nobody")
        assert page.locator("tbody tr").count() == 0
        auditor.go("/privacy/")
        assert auditor.flaws() == []
        assert not auditor.is_too_wide()
