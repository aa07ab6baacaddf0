"""A chief sees who has not answered; the ladder climbs, with the clock passed in, and stops at each answer."""

import re
import subprocess
import sys

import pytest

from .test_the_loop import operation_path, press

pytestmark = pytest.mark.xdist_group("site")
CLIMB = """
import sys
from datetime import UTC, datetime, timedelta
import django
django.setup()
from muster.directives.commands import accept_directive
from muster.directives.models import Delivery
from muster.kernel.actor import system_actor
from muster.messages.climbs.commands import climb_ladders
from muster.messages.models import Climb
from muster.people.rules import POWERS
directive, minutes, answers = sys.argv[1], int(sys.argv[2]), sys.argv[3] == "all"
since = Climb.objects.filter(subject_id=directive).values_list("since", flat=True).first() or datetime.now(UTC)
actor = system_actor("journey", now=since + timedelta(minutes=minutes), powers=POWERS)
if answers:
    silent = Delivery.objects.filter(directive=directive, accepted_at=None).values_list("unit_id", flat=True)
    accept_directive(actor, directive_id=directive, unit_ids=list(silent))
climb_ladders(actor)
"""


@pytest.fixture
def climb(site_environment):
    """`climb(directive, minutes)`: what the worker does so long after the issue; with `answers` every unit accepts before."""

    def run(directive: str, minutes: int, *, answers: str = "none") -> None:
        command = [sys.executable, "-c", CLIMB, directive, str(minutes), answers]
        env = site_environment | {"DJANGO_SETTINGS_MODULE": "muster.settings"}
        done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr

    return run


def silent_at(page, step: str) -> int:
    """How many had not answered when a step was taken, as the page of reminders says."""
    row = page.locator("ol.rows > li", has_text=step).first
    return int(re.search(r"当时未答复 (\d+)", row.inner_text())[1])


def test_the_ladder_climbs_and_stops_at_each_answer(visit, climb):
    chief = visit("chief")
    base = operation_path(chief)
    page = chief.go(f"{base}/directives/new/")
    page.locator("[name=title]").fill("关于连夜加固河堤的紧急通知")
    page.locator("[name=series]").fill("演组")
    page.locator("[name=body]").fill("收到即办。")
    page.locator("[name=urgency]").select_option("most_urgent")
    page.locator("main form:has([name=body]) button:not([formaction])").last.click()
    page.wait_for_url(re.compile(r"/directives/[0-9a-f-]{36}/$"))
    where = page.url.removeprefix(chief.site)
    directive = where.rstrip("/").rsplit("/", 1)[1]
    for verb in ("submit", "sign-off", "issue"):
        press(page, verb)

    climb(directive, 1)
    reminders = f"{base}/messages/{directive}/"
    everybody = silent_at(chief.go(reminders), "发消息")
    assert everybody > 1

    officer = visit("officer", width=360)
    page = officer.go(where)
    press(page, "accept")
    climb(directive, 31)
    page = chief.go(reminders)
    assert silent_at(page, "电话名单") == everybody - 1
    assert (chief.is_too_wide(), chief.flaws()) == (False, [])
    page = chief.go(f"{where}waiting/")
    assert f"{everybody - 1}" in page.locator("h1").inner_text()
    page = chief.go(page_of_phone_list(chief, reminders))
    page.get_by_role("button", name="已电话接通").first.click()
    page.get_by_text("已记录:已接通").wait_for()
    assert (chief.is_too_wide(), chief.flaws()) == (False, [])

    climb(directive, 46, answers="all")
    text = chief.go(reminders).locator("main").inner_text()
    assert "已全部答复" in text
    assert text.count("不需要") == 2  # neither a deputy nor the unit above is written to
    assert chief.complaints == officer.complaints == []


def page_of_phone_list(chief, reminders: str) -> str:
    return chief.go(reminders).locator('a[href$="/phone-list/"]').get_attribute("href")
