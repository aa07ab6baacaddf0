"""A chief's measures reach a phone: accepted with local detail, reported as zero, amended and accepted anew."""

import re

import pytest

from .test_the_loop import operation_path, press

pytestmark = pytest.mark.xdist_group("site")


def test_measures_are_accepted_on_a_phone_reported_and_accepted_anew(visit):
    chief = visit("chief")
    base = operation_path(chief)
    page = chief.go(f"{base}/directives/new/?template=measures")
    page.locator("[name=title]").fill("关于夜间值守的若干措施")
    page.locator("[name=series]").fill("演组")
    page.locator("[name=addressees]").first.check()
    page.locator("main form:has([name=body]) button:not([formaction])").last.click()
    page.wait_for_url(re.compile(r"/directives/[0-9a-f-]{36}/$"))
    where = page.url.removeprefix(chief.site)
    page.locator('a[href$="/clauses/0/"]').click()
    page.locator("[name=text]").fill("卡口夜间双人值守")
    page.locator("[name=lead]").nth(1).check()
    page.locator("main form .btn-primary").click()
    page.wait_for_url(re.compile(rf"{where}$"))
    for verb in ("submit", "sign-off", "issue"):
        press(page, verb)
    page.goto(f"{chief.site}{where}rhythm/")
    page.locator("[name=items]").fill("值守人数")
    page.locator("main form .btn-primary").click()
    page.wait_for_url(re.compile(r"/days/$"))

    officer = visit("officer", width=360)
    page = officer.go(f"{base}/day/")
    form = page.locator(f'form[action*="{where}"][action$="/accept/"]')
    form.locator("[name=local_detail]").fill("本镇三个卡口,每班两人")
    with page.expect_navigation():
        form.locator("button").click()
    assert page.url.endswith("/day/")
    zero = page.locator(f'button[formaction*="{where}"][formaction$="/zero/"]')
    with page.expect_navigation():
        zero.click()
    assert "已零报告" in page.locator("#report").inner_text()
    assert not officer.is_too_wide()
    assert officer.flaws() == []

    page = chief.page
    page.goto(f"{chief.site}{where}amend/")
    page.locator("[name=body]").fill("每班三人。")
    page.locator("[name=note]").fill("增加一人")
    page.locator("[name=material][value=yes]").check()
    page.locator("[name=look]").click()
    page.locator("ins").first.wait_for()
    page.locator(".preview .btn-primary").click()
    page.wait_for_url(re.compile(rf"{where}$"))

    page = officer.go(where)
    assert "增加一人" in page.locator("main").inner_text()
    assert "本镇三个卡口" in page.locator("main").inner_html()
    press(page, "accept")
    assert "已签收" in page.locator("main").inner_text()
    assert chief.complaints == officer.complaints == []
