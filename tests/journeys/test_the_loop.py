"""The main job, by hand in the browser: a notice goes down the tree and its figures come up again."""

import re

import pytest

pytestmark = pytest.mark.xdist_group("site")


def operation_path(visitor) -> str:
    visitor.go("/")
    return re.search(r"/o/[0-9a-f-]+", visitor.page.url).group()


def test_a_notice_is_issued_accepted_and_read(visit):
    chief = visit("chief")
    base = operation_path(chief)
    page = chief.go(f"{base}/directives/new/")
    page.locator("[name=title]").fill("关于做好夜间值守的通知")
    page.locator("[name=body]").fill("请各单位安排夜间值守。")
    page.locator("[name=series]").fill("演组")
    page.locator("[name=kind]").select_option("notice")
    page.locator("[name=purpose][value=for_action]").check()
    page.locator("[name=addressees]").first.check()
    page.locator("main form:has([name=body]) button:not([formaction])").last.click()
    page.wait_for_url(re.compile(r"/directives/[0-9a-f-]{36}/"))
    where = page.url.removeprefix(chief.site)
    for verb in ("submit", "sign-off", "issue"):
        press(page, verb)
    number = page.locator("body").inner_text()
    assert re.search(r"演组〔\d{4}〕\d+号", number)

    officer = visit("officer", width=390)
    page = officer.go(where)
    press(page, "accept")
    assert "已签收" in page.locator("main").inner_text()

    member = visit("member", width=360)
    page = member.go(where)
    press(page, "read")
    assert chief.complaints == officer.complaints == member.complaints == []


def press(page, verb: str) -> None:
    """Press the button of the form (or follow the link to the form) that does this, and whatever confirms it."""
    form = page.locator(f'form[action$="/{verb}/"]')
    if not form.count():
        page.locator(f'a[href$="/{verb}/"]').first.click()
        page.wait_for_url(re.compile(rf"/{verb}/$"))
        form = page.locator("main form[method=post]")
    with page.expect_navigation():
        form.locator("button").first.click()


def test_a_wrong_number_shows_red_and_is_not_published(visit):
    chief = visit("chief")
    base = operation_path(chief)
    page = chief.go(f"{base}/bulletins/new/")
    page.locator("[name=title]").fill("情况简报")
    page.locator("[name=text]").fill("全市共动员91个基层党组织、900名党员。")
    page.locator(".number-wrong", has_text="91").wait_for()
    page.locator("#bulletin-form .form-foot button").click()
    page.wait_for_url(re.compile(r"/bulletins/[0-9a-f-]{36}/"))
    where = page.url.removeprefix(chief.site)
    chief.go(f"{where}publish/")
    assert "91" in page.locator("main").inner_text()
    assert not page.locator("main form[method=post] button.btn-primary").count()  # nothing to publish it with
    assert not visit().go("/public/bulletins/").get_by_text("91个").count()


def test_the_public_page_needs_no_log_in_and_names_nobody(visit, muster):
    page = visit().go("/public/bulletins/")
    page.locator("main a").first.click()
    text = page.locator("body").inner_text()
    assert "演示数据" in text
    assert "党员责任区" in text


def test_the_terminal_says_the_same_as_the_page(demo, muster, tmp_path):
    import json

    answer = json.loads(muster("figures", "--json").stdout)
    values = {figure["key"]: figure["value"] for figure in answer["figures"]}
    assert (values["units.mobilised"], values["people.mobilised"]) == (90, 900)
    assert muster("doctor").returncode == 0
    paper = tmp_path / "paper.txt"
    paper.write_text("全市共动员90个基层党组织。", encoding="utf-8")
    assert muster("check", str(paper)).returncode == 0
    paper.write_text("全市共动员91个基层党组织。", encoding="utf-8")
    assert muster("check", str(paper)).returncode == 1
    assert muster("verify-journal").returncode == 0
