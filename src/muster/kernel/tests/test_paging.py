from muster.kernel import paging
from muster.kernel.models import Job
from muster.kernel.paging import page_of


def test_a_page_of_a_list():
    page = page_of(range(45), "3")
    assert (list(page), page.has_next(), page.paginator.count, page.paginator.is_capped) == (
        [40, 41, 42, 43, 44],
        False,
        45,
        False,
    )


def test_a_number_that_is_none_or_too_high_gives_the_nearest():
    assert page_of(range(45), "x").number == 1
    assert page_of(range(45), None).number == 1
    assert page_of(range(45), "99").number == 3
    assert list(page_of([], "1")) == []


def test_it_counts_only_so_far(system, db, monkeypatch):
    monkeypatch.setattr(paging, "MOST_COUNTED", 3)
    Job.objects.bulk_create(Job(name="x", created_at=system.now) for _ in range(5))
    page = page_of(Job.objects.order_by("pk"), "9", rows=2)
    assert (page.number, page.paginator.count, page.paginator.is_capped) == (2, 3, True)
