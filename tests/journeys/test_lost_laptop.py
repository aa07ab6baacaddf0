"""A member's laptop is lost: an officer ends its log-ins, and the open page of the finder goes away by itself."""

import pytest

from tests.journeys.conftest import no_complaints

pytestmark = pytest.mark.xdist_group("site")


def test_a_lost_laptops_sessions_are_revoked(visit):
    laptop, phone, officer = visit("member"), visit("member", width=360), visit("officer")
    name = laptop.page.locator(".account-name").inner_text().strip()

    page = phone.go("/log-ins/")
    assert page.locator(".rows li").count() >= 2
    assert "本机" in page.locator("main").inner_text()
    assert (phone.is_too_wide(), phone.flaws()) == (False, [])

    page = officer.go("/units/")
    unit = page.locator("main a[href^='/units/']").first.get_attribute("href")
    page = officer.go(f"{unit}people/?q={name}")
    with no_complaints(officer):
        page.get_by_role("link", name="设备遗失").first.click()
        page.get_by_role("heading", name="设备遗失").wait_for()
        assert name in page.locator("main").inner_text()
        assert (officer.is_too_wide(), officer.flaws()) == (False, [])
        page.get_by_role("button", name="结束全部登录").click()
        page.get_by_text("处登录").first.wait_for()

    for lost in (laptop, phone):
        lost.go("/log-ins/")
        assert "/accounts/login/" in lost.page.url
    phone.log_in("member")
    assert phone.go("/log-ins/").locator(".rows li").count() == 1
