"""The product as a person meets it: the demo's village, served by `muster serve`, in a real browser."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from muster.kernel.serving import free_port
from muster.kernel.supervisor import CLONE, Cluster

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
]
PASSWORD = "muster-demo-2020"
AXE = CLONE / "web" / "node_modules" / "axe-core" / "axe.min.js"
SECONDS = 240
# Playwright keeps an event loop in this thread, and Django then takes every query here for one inside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "yes"


@pytest.fixture(scope="session")
def site_environment(
    cluster: Cluster, migrated: str, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, str]:
    """A database and a home of their own, as another installation would have."""
    name = f"site_{os.environ['MUSTER_TEST_RUN']}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    cluster.create_database(name, template=migrated)
    own_home = tmp_path_factory.mktemp("home")
    return {
        **os.environ,
        **cluster.environment(name),
        "MUSTER_HOME": str(own_home),
        "MUSTER_LOG": "WARNING",
        "MUSTER_SMS_PROVIDER": "screen",
    }


@pytest.fixture(scope="session")
def muster(site_environment: dict[str, str]) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run `muster …` as the operator would; its output is returned, not judged."""

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "muster.cli", *words]
        return subprocess.run(
            command, env=site_environment, capture_output=True, text=True, timeout=SECONDS, check=False
        )

    return run


@pytest.fixture(scope="session")
def demo(muster) -> str:
    """What `muster demo` printed; the whole loop was played and every figure was right."""
    played = muster("demo", "--size", "village", "--no-serve")
    assert played.returncode == 0, played.stdout + played.stderr
    return played.stdout


@pytest.fixture(scope="session")
def site(demo: str, site_environment: dict[str, str]) -> Iterator[str]:
    """The address of the served console."""
    home = Path(site_environment["MUSTER_HOME"])
    port = free_port("127.0.0.1", 8700 + 50 * int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:]))
    log = (home / "serve.log").open("wb")
    server = subprocess.Popen(
        [sys.executable, "-m", "muster.cli", "serve", "--port", str(port)],
        env=site_environment,
        stdout=log,
        stderr=log,
    )
    mark = home / "serving.json"
    deadline = time.monotonic() + SECONDS
    while not mark.exists() and server.poll() is None and time.monotonic() < deadline:
        time.sleep(0.05)
    assert mark.exists(), (home / "serve.log").read_text()
    yield json.loads(mark.read_text())["address"].rstrip("/")
    server.terminate()
    server.wait(30)
    log.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.fail(
            "The browser journeys need chromium and a Chinese font: apt install chromium fonts-noto-cjk"
        )
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


class Visitor:
    """One person at one screen. Collects what the browser complains of."""

    def __init__(self, page: Page, site: str) -> None:
        self.page, self.site = page, site
        self.complaints: list[str] = []
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on(
            "console",
            lambda message: self.complaints.append(message.text) if message.type == "error" else None,
        )

    def go(self, path: str) -> Page:
        self.page.goto(f"{self.site}{path}")
        return self.page

    def log_in(self, name: str) -> Page:
        self.go("/accounts/login/")
        self.page.locator("input[name=login]").fill(name)
        self.page.locator("input[name=password]").fill(PASSWORD)
        self.page.locator("input[name=password]").press("Enter")
        self.page.wait_for_url(lambda url: "/accounts/login" not in url)
        return self.page

    def flaws(self) -> list[str]:
        """What axe finds on the page as it stands, WCAG 2.2 AA."""
        self.page.evaluate(AXE.read_text())
        found = self.page.evaluate(
            "() => axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})"
        )
        return [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in found["violations"]]

    def is_too_wide(self) -> bool:
        return bool(self.page.evaluate("() => document.documentElement.scrollWidth > window.innerWidth + 1"))


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator[Callable[..., Visitor]]:
    """`visit("chief", width=360)`: a visitor of one's own browser profile, logged in if a name is given."""
    contexts = []

    def open_for(
        name: str | None = None, *, width: int = 1440, language: str = "zh-CN", dark: bool = False
    ) -> Visitor:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            locale=language,
            color_scheme="dark" if dark else "light",
        )
        contexts.append(context)
        visitor = Visitor(context.new_page(), site)
        if name is not None:
            visitor.log_in(name)
        return visitor

    yield open_for
    for context in contexts:
        context.close()


@contextmanager
def no_complaints(visitor: Visitor) -> Iterator[Visitor]:
    yield visitor
    assert visitor.complaints == []
