"""The cheapest person for a post and the cheapest post for a person, over all pairs.

What makes a pair cheaper than its way comes first: a holder's bonus, then one's own unit; then everybody.
"""

import numpy as np
from numpy.typing import NDArray

from muster.planning.compiled import compiled
from muster.planning.staffing.forest import Forest, Found, Wish, cheapest, two_cheapest
from muster.planning.staffing.market import NOBODY, Index, Market, way

Longs = NDArray[np.int64]


@compiled
def cheapest_people(market: Market, people: Forest, post: Index, skip: Index) -> Found:
    """The least and second least of way and rent, where a vacancy costs more, and whose the least is.

    People at the post `skip` do not count.
    """
    least = second = market.vacancy[post]
    best = np.int64(NOBODY)
    for at in range(market.held[post], market.held[post + 1]):
        person = market.holder[at]
        total = way(market, person, post) + market.rent[person]
        if market.post[person] == skip or total >= second:
            continue
        if total < least:
            least, second, best = total, least, person
        else:
            second = total
    found = (least, second, best)
    x, y, reach, scale = market.post_x[post], market.post_y[post], market.reach, market.scale
    if market.local[post] != NOBODY:
        wish = Wish(x, y, reach, scale, np.int64(skip), 0)
        found = two_cheapest(people, market.local[post], market.rent, market.post, wish, found)
    wish = Wish(x, y, reach, scale, np.int64(skip), market.away)
    return two_cheapest(people, market.need[post], market.rent, market.post, wish, found)


@compiled
def cheapest_posts(
    market: Market, posts: Forest, people: Forest, worth: Longs, person: Index, most: np.int64
) -> Found:
    """The least and second least of way and worth, where less than `most`, and which post's the least is.

    A person stands in the same trees of people as the posts to be had in those of posts, one's own unit's first.
    """
    found = (most, most, np.int64(NOBODY))
    home = market.home[person]
    if home != NOBODY:
        total = way(market, person, home) + worth[home]
        if total < most:
            found = (total, most, home)
    x, y = market.person_x[person], market.person_y[person]
    for standing in range(people.stood[person], people.stood[person + 1]):
        tree = people.tree[standing]
        extra = market.away if tree >= market.locals else 0
        wish = Wish(x, y, market.reach, market.scale, np.int64(NOBODY), extra)
        found = two_cheapest(posts, tree, worth, market.need, wish, found)
    return found


@compiled
def cheapest_person(
    market: Market, people: Forest, asked: Longs, post: Index, least: np.int64
) -> tuple[np.int64, np.int64]:
    """The least of way and of what is asked, where less than `least`, and who asks it, or NOBODY."""
    best = np.int64(NOBODY)
    for at in range(market.held[post], market.held[post + 1]):
        person = market.holder[at]
        total = way(market, person, post) + asked[person]
        if total < least:
            least, best = total, person
    x, y, reach, scale = market.post_x[post], market.post_y[post], market.reach, market.scale
    if market.local[post] != NOBODY:
        wish = Wish(x, y, reach, scale, np.int64(NOBODY), 0)
        near, who = cheapest(people, market.local[post], asked, wish, least)
        if who != NOBODY:
            least, best = near, who
    wish = Wish(x, y, reach, scale, np.int64(NOBODY), market.away)
    near, who = cheapest(people, market.need[post], asked, wish, least)
    return (near, who) if who != NOBODY else (least, best)
