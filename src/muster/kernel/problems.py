"""What can go wrong: the base of every expected failure, and those that belong to no app.

A problem says what happened (`detail`), what was kept (`kept`) and what to do (`remedy`). One middleware turns it into RFC 9457
problem+json, a fragment for HTMX, or a page.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from typing import Any, ClassVar

from django.db import IntegrityError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


class Problem(Exception):  # noqa: N818 - the RFC's word
    """Base class. Subclasses are `@dataclass(eq=False)`; their fields are the data that `text` may name."""

    code: ClassVar[str]
    status: ClassVar[int] = 409
    title: ClassVar[Words]
    text: ClassVar[Words] = ""
    kept: ClassVar[Words] = _("Nothing was changed.")
    remedy: ClassVar[Words] = ""

    @property
    def data(self) -> dict[str, Any]:
        return {field.name: getattr(self, field.name) for field in fields(self)}  # type: ignore[arg-type]  # all are dataclasses

    @property
    def detail(self) -> str:
        return str(self.text).format(**self.data)

    def __str__(self) -> str:
        return f"{self.title} {self.detail}".strip()


@dataclass(eq=False)
class NotFound(Problem):
    """Also for what exists out of sight: the two must look the same."""

    code = "kernel.not_found"
    status = 404
    title = _("Not found.")
    text = _("It does not exist, or it is outside what you may see.")


@dataclass(eq=False)
class NotAllowed(Problem):
    power: str

    code = "kernel.not_allowed"
    status = 403
    title = _("You may not do this here.")
    text = _("It needs the power “{power}” on this unit.")
    remedy = _("Ask whoever gives out roles in your unit.")


@dataclass(eq=False)
class SignInNeeded(Problem):
    code = "kernel.sign_in_needed"
    status = 401
    title = _("Please log in.")


@dataclass(eq=False)
class BadRequest(Problem):
    reason: str

    code = "kernel.bad_request"
    status = 400
    title = _("This request could not be understood.")
    text = "{reason}"


@dataclass(eq=False)
class FormOutdated(Problem):
    """The cross-site token is missing or of another log-in."""

    code = "kernel.form_outdated"
    status = 403
    title = _("This page was too old to be sent.")
    text = _("You have logged in or out since it was opened, or the browser keeps no cookies.")
    remedy = _("Go back, reload the page, and send it again.")


@dataclass(eq=False)
class JobStopped(Problem):
    code = "kernel.job_stopped"
    title = _("The job was stopped.")
    remedy = _("Start it again when you wish.")


@dataclass(eq=False)
class JobOver(Problem):
    code = "kernel.job_over"
    title = _("This job has already ended.")


@dataclass(eq=False)
class NotYourJob(Problem):
    code = "kernel.not_your_job"
    status = 403
    title = _("Somebody else started this job.")
    text = _("Only they can stop it.")


@dataclass(eq=False)
class KeyDestroyed(Problem):
    code = "kernel.key_destroyed"
    status = 410
    title = _("This personal data was destroyed.")
    text = _("Its key no longer exists; nobody can read it again.")


@contextmanager
def constraint_means(constraint: str, problem: Problem) -> Iterator[None]:
    """Raise `problem` when the database refuses a write by this named constraint."""
    try:
        yield
    except IntegrityError as error:
        diagnostics = getattr(error.__cause__, "diag", None)
        if diagnostics is not None and diagnostics.constraint_name == constraint:
            raise problem from error
        raise
