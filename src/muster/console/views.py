"""The console's pages that span apps."""

from uuid import UUID

from django.conf import settings
from django.http import FileResponse, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import conditional_page, require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers
from django.views.i18n import set_language
from django_htmx.http import HttpResponseClientRedirect, HttpResponseClientRefresh

from muster.kernel import queries as kernel
from muster.kernel.access import require
from muster.kernel.commands import stop_job
from muster.kernel.paging import page_of
from muster.kernel.requests import Request
from muster.operations import queries as operations
from muster.operations.rules import local_day
from muster.people import access as people
from muster.people.commands import choose_language
from muster.units import queries as units

from . import commands, exporting, queries
from .day import day as day_of
from .feed import lines
from .forms import DayForm, FindEntries, MatchColumns, NowChoices, SendFile, TakeOutClear
from .importing import error_lines
from .jobs import shown
from .listings import listing as listing_called
from .listings import taken_out
from .mine import mine as work_of
from .mine import roles
from .models import Export
from .now import areas as areas_of
from .now import now as state_of
from .pictures import shown as picture_of
from .search import search as found_by
from .sheets import empty_sheet, errors_as_csv, notes
from .tables import TABLES, RowTable, row_table, table
from .unitpage import unit_page

ENTRIES_A_PAGE, ERRORS_A_PAGE = 40, 50
HEADER_RULES = {"no_header", "missing_header", "unknown_header", "header_twice"}


@require_safe
def health(request: Request) -> HttpResponse:  # noqa: ARG001 - a view
    """That the process answers and the database too; nothing else, to anyone."""
    kernel.touch_database()
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def home(request: Request) -> HttpResponse:
    """Where a person's day begins."""
    people.oneself(request.actor)
    operation = operations.newest_open(request.actor)
    if operation is None:
        powers = {power: request.actor.holds(power) for power in ("see", "import", "activate")}
        return render(request, "console/welcome.html", {"may": powers})
    return redirect(
        "console:now" if request.actor.holds("see") else "console:mine", operation_id=operation.pk
    )


@require_safe
@conditional_page
@cache_control(private=True, no_cache=True)
@vary_on_headers("HX-Request")
def now(request: Request, operation_id: UUID) -> HttpResponse:
    """The state of things. Asked again every few seconds by htmx, which gets the part that may have changed."""
    asked = NowChoices.asked(request.GET)
    state = state_of(request.actor, operation_id=operation_id, **asked, page=request.GET.get("page"))
    template = "console/now_state.html" if request.htmx else "console/now.html"
    return render(request, template, {"now": state, "asked": asked})


@require_safe
def areas(request: Request, operation_id: UUID) -> HttpResponse:
    shapes = areas_of(request.actor, operation_id=operation_id, **NowChoices.asked(request.GET))
    return JsonResponse(shapes, content_type="application/geo+json")


@require_safe
def mine(request: Request, operation_id: UUID) -> HttpResponse:
    people.oneself(request.actor)
    operation = operations.operation(request.actor, operation_id=operation_id)
    today = local_day(request.actor.now, time_zone=operation.time_zone)
    todos = work_of(request.actor, operation_id=operation_id, today=today)
    context = {
        "operation": operation,
        "page": page_of(todos, request.GET.get("page")),
        "roles": roles(request.actor, operation_id=operation_id),
    }
    return render(request, "console/mine.html", context)


@require_safe
def day(request: Request, operation_id: UUID) -> HttpResponse:
    """For a phone: accept, hand out, see who serves, report."""
    people.oneself(request.actor)
    form = DayForm(request.GET)
    form.full_clean()
    unit_id = form.cleaned_data.get("unit")
    context = {
        "operation": operations.operation(request.actor, operation_id=operation_id),
        "day": day_of(request.actor, operation_id=operation_id, unit_id=unit_id),
        "here": request.get_full_path(),
        "now": request.actor.now,
    }
    return render(request, "console/day.html", context)


@require_safe
def unit(request: Request, unit_id: UUID) -> HttpResponse:
    return render(request, "console/unit.html", {"page": unit_page(request.actor, unit_id=unit_id)})


@require_safe
def search(request: Request) -> HttpResponse:
    require(request.actor, "see")
    text = request.GET.get("q", "")[:60]
    return render(request, "console/search.html", {"q": text, "found": found_by(request.actor, text=text)})


@require_safe
def import_(request: Request) -> HttpResponse:
    require(request.actor, "import")
    uploads = page_of(queries.uploads(request.actor), request.GET.get("page"))
    return render(request, "console/import.html", {"tables": TABLES.values(), "page": uploads})


@require_http_methods(["GET", "HEAD", "POST"])
def import_table(request: Request, key: str) -> HttpResponse:
    """The documented layout of a table, and the form that takes a file of it."""
    require(request.actor, "import")
    chosen = table(key)
    form = SendFile(request.POST, request.FILES) if request.method == "POST" else SendFile()
    if form.is_valid():
        upload = commands.receive_upload(request.actor, layout=key, file=form.cleaned_data["file"])
        return _gone_to(request, reverse("console:upload", kwargs={"upload_id": upload.pk}))
    context = {
        "table": chosen,
        "notes": notes(chosen, language=_language()),
        "form": form,
        "max_bytes": commands.MOST_BYTES,
        "taken_out": taken_out(chosen),
    }
    template = "console/import_form.html" if request.htmx else "console/import_table.html"
    return render(request, template, context, status=422 if form.is_bound else 200)


@require_safe
def import_sheet(request: Request, key: str, language: str) -> HttpResponse:
    """An empty sheet with the headers of a table."""
    require(request.actor, "import")
    book = empty_sheet(row_table(key).layout(), language=language, is_demo=operations.shows_demo_data())
    response = HttpResponse(book, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="muster-{key}-{language}.xlsx"'
    return response


@require_safe
def upload(request: Request, upload_id: UUID) -> HttpResponse:
    """What a file would do, or did, or what is wrong with it."""
    found = queries.upload(request.actor, upload_id=upload_id)
    errors = page_of(
        error_lines(found.outcome, language=_language()), request.GET.get("page"), rows=ERRORS_A_PAGE
    )
    chosen = table(found.table)
    context = {
        "upload": found,
        "table": chosen,
        "page": errors,
        "refusal": found.outcome.get("refusal", {}).get(_language()),
        "picture": picture_of(found.outcome, chosen.layout()) if isinstance(chosen, RowTable) else None,
        "columns": found.outcome.get("table", {}).get("columns", ()),
        "headers_wrong": any(error.rule in HEADER_RULES for error in errors),
        "form": SendFile(),
        "max_bytes": commands.MOST_BYTES,
        "job": shown(found.job) if found.job else None,
    }
    return render(request, "console/upload.html", context)


@require_safe
def upload_progress(request: Request, upload_id: UUID) -> HttpResponse:
    """The job's progress; the whole page anew once it is over."""
    found = queries.upload(request.actor, upload_id=upload_id)
    if found.job is None or found.job.is_over:
        return HttpResponseClientRefresh()
    context = {"upload": found, "job": shown(found.job)}
    return render(request, "console/upload_progress.html", context)


@require_safe
def upload_errors(request: Request, upload_id: UUID) -> StreamingHttpResponse:
    found = queries.upload(request.actor, upload_id=upload_id)
    errors = error_lines(found.outcome, language=_language())
    lines_ = errors_as_csv(errors, is_demo=operations.shows_demo_data())
    response = StreamingHttpResponse(lines_, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="errors.csv"'
    return response


@require_safe
def upload_faults(request: Request, upload_id: UUID) -> FileResponse:
    """The wrong rows of a file, with the reasons."""
    found, path = queries.faults_of(request.actor, upload_id=upload_id)
    name = f"wrong-rows-{found.table}.xlsx"
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=XLSX)


@require_POST
def mend_upload(request: Request, upload_id: UUID) -> HttpResponse:
    """Mended rows, to be laid over the file."""
    queries.upload(request.actor, upload_id=upload_id)
    form = SendFile(request.POST, request.FILES)
    if form.is_valid():
        commands.mend_upload(request.actor, upload_id=upload_id, file=form.cleaned_data["file"])
    return redirect("console:upload", upload_id=upload_id)


@require_http_methods(["GET", "HEAD", "POST"])
def upload_columns(request: Request, upload_id: UUID) -> HttpResponse:
    """Which column is which: what was guessed, to be put right."""
    found = queries.upload(request.actor, upload_id=upload_id)
    chosen = row_table(found.table)
    data = request.POST if request.method == "POST" else None
    form = MatchColumns(found.outcome.get("table", {}), chosen.layout(), data)
    if form.is_valid():
        commands.match_columns(request.actor, upload_id=upload_id, matched=form.matched)
        return redirect("console:upload", upload_id=upload_id)
    context = {
        "upload": found,
        "table": chosen,
        "form": form,
        "seen": found.outcome.get("table", {}),
        "needed": [note.header for note in notes(chosen, language=_language()) if note.is_required],
    }
    return render(request, "console/upload_columns.html", context, status=422 if form.is_bound else 200)


@require_POST
def check_upload(request: Request, upload_id: UUID) -> HttpResponse:
    commands.check_again(request.actor, upload_id=upload_id)
    return redirect("console:upload", upload_id=upload_id)


@require_POST
def bring_upload_in(request: Request, upload_id: UUID) -> HttpResponse:
    commands.bring_upload_in(request.actor, upload_id=upload_id)
    return redirect("console:upload", upload_id=upload_id)


@require_POST
def export(request: Request, listing: str) -> HttpResponse:
    """A short list at once; a long one is a job."""
    query, form = request.GET.urlencode(), request.POST.get("format", "")
    chosen = listing_called(listing)
    return _taken(request, commands.take_out(request.actor, listing=chosen, query=query, form=form))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def export_clear(request: Request, listing: str) -> HttpResponse:
    """Asks for the reason; then the list leaves with personal numbers in clear."""
    query, chosen = request.GET.urlencode(), listing_called(listing)
    purposes = queries.purposes_of_clear(request.actor, listing=chosen, query=query)
    form = TakeOutClear(purposes, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {"listing": chosen, "form": form}
        return render(request, "console/export_clear.html", context, status=422 if form.is_bound else 200)
    told = form.cleaned_data
    taken = commands.take_out_clear(
        request.actor,
        listing=chosen,
        query=query,
        form=told["format"],
        purpose=told["purpose"],
        words=told["words"],
    )
    return _taken(request, taken)


def _taken(request: Request, taken: Export) -> HttpResponse:
    if taken.job is not None:
        return redirect("console:job", job_id=taken.job.pk)
    response = HttpResponse(exporting.content(request.actor, taken), content_type=exporting.media_type(taken))
    response["Content-Disposition"] = f'attachment; filename="{exporting.filename(taken)}"'
    return response


@require_safe
def export_file(request: Request, export_id: UUID) -> FileResponse:
    taken, path = queries.export_with_file(request.actor, export_id=export_id)
    return FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=exporting.filename(taken),
        content_type=exporting.media_type(taken),
    )


@require_safe
def jobs(request: Request) -> HttpResponse:
    people.oneself(request.actor)
    page = page_of(kernel.jobs(request.actor), request.GET.get("page"))
    return render(request, "console/jobs.html", {"page": page, "jobs": [shown(job) for job in page]})


@require_safe
def job(request: Request, job_id: UUID) -> HttpResponse:
    people.oneself(request.actor)
    found = shown(kernel.job(request.actor, job_id=job_id))
    return render(
        request, "console/job_progress.html" if request.htmx else "console/job.html", {"job": found}
    )


@require_POST
def stop(request: Request, job_id: UUID) -> HttpResponse:
    found = shown(stop_job(request.actor, job_id=job_id))
    if request.htmx:
        return render(request, "console/job_progress.html", {"job": found})
    return redirect("console:job", job_id=job_id)


@require_safe
def journal(request: Request) -> HttpResponse:
    require(request.actor, "see")
    form = FindEntries(request.GET, operations=operations.operations(request.actor))
    asked = form.asked
    place = units.unit(request.actor, unit_id=asked["unit_id"]) if asked["unit_id"] else None
    found = queries.happened(
        request.actor,
        operation_id=asked["operation_id"],
        unit=place,
        area=asked["area"],
        before=asked["before"],
    )
    entries = list(found[: ENTRIES_A_PAGE + 1])
    context = {
        "form": form,
        "unit": place,
        "entries": lines(request.actor, entries[:ENTRIES_A_PAGE]),
        "last": entries[ENTRIES_A_PAGE - 1].pk if len(entries) > ENTRIES_A_PAGE else None,
        "is_first": asked["before"] is None,
    }
    return render(request, "console/journal.html", context)


@require_POST
def language(request: Request) -> HttpResponse:
    """Django keeps it in a cookie, and the account for the next log-in."""
    response = set_language(request)
    if request.actor.is_signed_in:
        choose_language(request.actor, language=request.POST.get("language", ""))
    return response


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE


def _gone_to(request: Request, url: str) -> HttpResponse:
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)
