"""A stranger comes forward by the code on a poster, on a phone, and has work within the promise."""

import re

import pytest

from tests.journeys.test_the_loop import operation_path

pytestmark = pytest.mark.xdist_group("site")


def test_a_stranger_comes_forward_by_the_code_and_has_work_within_the_promise(visit):
    officer = visit("officer")
    base = operation_path(officer)
    page = officer.go(f"{base}/calls/new/")
    page.locator("[name=title]").fill("夜间值守志愿者")
    page.locator("[name=place]").fill("北门")
    page.locator("[name=needed]").fill("2")
    page.locator("main form[data-draft] button.btn-primary").click()
    page.wait_for_url(re.compile(r"/calls/[0-9a-f-]{36}/"))
    where = page.url.removeprefix(officer.site)
    page = officer.go(f"{where}poster/")
    assert page.locator("[role=img] svg").count() == 1
    address = page.locator(".page-actions a").last.get_attribute("href")

    stranger = visit(width=360)
    phone = stranger.go(address.removeprefix(stranger.site))
    phone.locator("[name=name]").fill("王小明")
    phone.locator("[name=phone]").fill("123")
    phone.locator("#sign-up button.btn-primary").click()
    assert phone.locator("[name=name]").input_value() == "王小明"  # nothing typed is lost
    phone.locator("[name=phone]").fill("13800001234")
    phone.locator("#sign-up button.btn-primary").click()
    phone.wait_for_url(re.compile(r"/public/offers/"))
    code = re.search(r"验证码是 (\d{6})", phone.locator("main").inner_text())
    phone.locator("[name=code]").fill(code[1])
    phone.locator("main form button.btn-primary").first.click()
    phone.get_by_role("heading", name="报名成功").wait_for()
    own = phone.url.removeprefix(stranger.site)
    assert (stranger.is_too_wide(), stranger.flaws()) == (False, [])

    page = officer.go(where)
    row = page.locator("li", has_text="王小明")
    row.locator("form[action$='/assign/'] button").click()
    page.wait_for_url(re.compile(r"/calls/[0-9a-f-]{36}/"))
    assert "已派岗" in page.locator("li", has_text="王小明").inner_text()
    assert (officer.is_too_wide(), officer.flaws()) == (False, [])

    phone = stranger.go(own)
    assert "已为您派岗" in phone.locator("main").inner_text()
    assert "北门" in phone.locator("main").inner_text()
    page = officer.go(f"{base}/calls/promises/")
    assert "夜间值守志愿者" in page.locator("main").inner_text()
    assert "暂不需要" not in phone.locator("main").inner_text()
