"""What is valid in zones."""

from collections.abc import Sequence

MOST_HOMES = 48  # in a band of floors: a larger stairwell is cut
HOMES_A_HELPER = 40
HOMES_WITH_CARE = 168  # from so many on, one of the helpers can care for the frail
MOST_SECONDS = 600
HOMES_A_ZONE = 163  # what a form proposes: 1.5 million homes in 9,210 zones


def bands(doors: Sequence[int], *, most: int = MOST_HOMES) -> list[int]:
    """Where a stairwell is cut, as places in its list of floors (doors on each, lowest first): evenly, each band within `most`.

    A floor is never cut, whatever is on it. The first place is always 0.

    >>> bands([4] * 30), bands([2] * 6), bands([60, 60]), bands([])
    ([0, 10, 20], [0], [0, 1], [])
    """
    if sum(doors) <= most:
        return [0] if doors else []
    floors_a_band = max(1, most // max(doors))
    count = -(-len(doors) // floors_a_band)
    return [number * len(doors) // count for number in range(count)]


def seats(homes: int) -> tuple[tuple[str, ...], int]:
    """Beside the keeper: the skills that a zone of so many homes asks for, one seat each, and how many seats need none.

    >>> seats(5), seats(163), seats(200)
    (((), 1), ((), 4), (('care',), 4))
    """
    helpers = max(1, round(homes / HOMES_A_HELPER))
    return (("care",), helpers - 1) if homes >= HOMES_WITH_CARE else ((), helpers)
