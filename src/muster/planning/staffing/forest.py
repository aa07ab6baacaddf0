"""Search over all pairs without listing them: a k-d tree for each need, with the least price below every node.

J. L. Bentley 1975, "Multidimensional binary search trees"; the price in the nodes makes it a branch and bound.
Nodes of a tree are numbered as in a heap: 1 is the root, 2i and 2i + 1 are the children of i.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from muster.planning.compiled import compiled
from muster.planning.staffing.market import Index, metres

Longs = NDArray[np.int64]
Floats = NDArray[np.float64]

Found = tuple[np.int64, np.int64, np.int64]

LEAF = 8
FAR = np.int64(2**62)
_NONE = -1


class Forest(NamedTuple):
    node: Longs  # where each tree's nodes begin
    leaves: Longs  # how many leaves each tree has, a power of two
    item: Longs  # where each tree's items begin
    who: Longs  # items leaf by leaf, _NONE where a leaf is not full
    x: Floats
    y: Floats
    box: Floats  # node by node: least x, most x, least y, most y
    low: Longs  # least price below each node (or less: prices only rise between refreshes)
    stood: Longs  # where each one's standings begin
    leaf: Longs  # standings: a leaf of one tree, numbered in that tree …
    tree: Longs  # … and which tree
    ahead: Longs  # room for a search: nodes still to be seen …
    bound: Longs  # … and what they cost at least


class Wish(NamedTuple):
    """A search from a place; those in the `skip` group do not count."""

    x: float
    y: float
    reach: int
    scale: int
    skip: Index
    extra: int  # on top of every way


def plant(x: Floats, y: Floats, members: list[Longs]) -> Forest:
    """A tree over each list of members."""
    trees = [_ordered(x, y, ids) for ids in members]
    sizes = np.array([tree.size // LEAF for tree in trees], dtype=np.int64)
    who = np.concatenate([np.empty(0, dtype=np.int64), *trees])
    first = np.concatenate([[0], np.cumsum(sizes * LEAF)])[: sizes.size]
    nodes = np.concatenate([[0], np.cumsum(2 * sizes)])
    place = np.flatnonzero(who != _NONE)
    standing = place[np.argsort(who[place], kind="stable")]
    tree = np.searchsorted(first, standing, side="right") - 1
    item_x, item_y = np.append(x, np.nan)[who], np.append(y, np.nan)[who]  # _NONE lies at the end: nowhere
    return Forest(
        node=nodes[:-1],
        leaves=sizes,
        item=first,
        who=who,
        x=item_x,
        y=item_y,
        box=np.concatenate([np.empty((0, 4)), *_boxes(item_x, item_y, first, sizes)]),
        low=np.zeros(int(nodes[-1]), dtype=np.int64),
        stood=np.searchsorted(who[standing], np.arange(x.size + 1)).astype(np.int64),
        leaf=sizes[tree] + (standing - first[tree]) // LEAF,
        tree=tree,
        ahead=np.empty(64, dtype=np.int64),
        bound=np.empty(64, dtype=np.int64),
    )


def by_place(x: Floats, y: Floats) -> Longs:
    """Everybody, in an order in which neighbours stand near each other: faster to go through."""
    order = _ordered(x, y, np.arange(x.size))
    return order[: x.size]


def _ordered(x: Floats, y: Floats, ids: Longs) -> Longs:
    """The members, halved where they spread most, and each half again, down to leaves; padded to 2^n leaves."""
    size = LEAF
    while size < ids.size:
        size *= 2
    order, rank, part = ids, np.arange(ids.size), size
    while part > LEAF:
        starts = np.arange(0, order.size, part)
        wide, high = _spread(x[order], starts), _spread(y[order], starts)
        side = np.repeat(wide >= high, part)[: order.size]
        order = order[np.lexsort((np.where(side, x[order], y[order]), rank // part))]
        part //= 2
    return np.concatenate([order, np.full(size - ids.size, _NONE, dtype=np.int64)])


def _spread(values: Floats, starts: Longs) -> Floats:
    spread: Floats = np.maximum.reduceat(values, starts) - np.minimum.reduceat(values, starts)
    return spread


def _boxes(x: Floats, y: Floats, first: Longs, leaves: Longs) -> list[Floats]:
    """Bounds of every node, tree by tree; an empty node lies nowhere."""
    boxes = []
    for start, count in zip(first.tolist(), leaves.tolist(), strict=True):
        mine = slice(start, start + count * LEAF)
        here = np.column_stack([_ends(x[mine].reshape(count, LEAF)), _ends(y[mine].reshape(count, LEAF))])
        levels = [here]
        while len(levels[-1]) > 1:
            below = levels[-1].reshape(-1, 2, 4)
            least, most = below.min(axis=1), below.max(axis=1)
            levels.append(np.column_stack([least[:, 0], most[:, 1], least[:, 2], most[:, 3]]))
        boxes.append(np.concatenate([np.zeros((1, 4)), *levels[::-1]]))
    return boxes


def _ends(values: Floats) -> Floats:
    least = np.where(np.isnan(values), np.inf, values).min(axis=1)
    most = np.where(np.isnan(values), -np.inf, values).max(axis=1)
    return np.column_stack([least, most])


@compiled
def refresh(forest: Forest, price: Longs) -> None:
    """Recompute every node's least price."""
    for tree in range(forest.node.size):
        base, leaves = forest.node[tree], forest.leaves[tree]
        for leaf in range(leaves, 2 * leaves):
            forest.low[base + leaf] = _least(forest, price, tree, leaf)
        for node in range(leaves - 1, 0, -1):
            forest.low[base + node] = min(forest.low[base + 2 * node], forest.low[base + 2 * node + 1])


@compiled
def _least(forest: Forest, price: Longs, tree: Index, leaf: Index) -> np.int64:
    start = forest.item[tree] + (leaf - forest.leaves[tree]) * LEAF
    least = FAR
    for one in forest.who[start : start + LEAF]:
        if one != _NONE:
            least = min(least, price[one])
    return least


@compiled
def lift(forest: Forest, price: Longs, one: Index) -> None:
    """Tell the trees that one's price has risen."""
    for standing in range(forest.stood[one], forest.stood[one + 1]):
        tree, node = forest.tree[standing], forest.leaf[standing]
        base = forest.node[tree]
        least = _least(forest, price, tree, node)
        while node > 0 and forest.low[base + node] != least:
            forest.low[base + node] = least
            node >>= 1
            if node > 0:
                least = min(forest.low[base + 2 * node], forest.low[base + 2 * node + 1])


@compiled
def two_cheapest(forest: Forest, tree: Index, price: Longs, group: Longs, wish: Wish, found: Found) -> Found:
    """The least and the second least of way and price in a tree, where less than `found`, and whose the least is.

    Who is in `found` already, at a price of their own, is not seen again at the price of this tree, if that is no less.

    What the loop needs is taken out of its tuples first, and handed on as plain arrays: twice as fast.
    """
    base, leaves, first = forest.node[tree], forest.leaves[tree], forest.item[tree]
    box, low, who, x, y = forest.box, forest.low, forest.who, forest.x, forest.y
    ahead, bound = forest.ahead, forest.bound
    least, second, best = found
    ahead[0], bound[0] = 1, low[base + 1]
    waiting = 1
    while waiting > 0:
        waiting -= 1
        if bound[waiting] >= second:
            continue
        node = ahead[waiting]
        if node >= leaves:
            start = first + (node - leaves) * LEAF
            least, second, best = _in_leaf(who, x, y, price, group, start, wish, least, second, best)
            continue
        near, far = 2 * node, 2 * node + 1
        to_near, to_far = _at_least(box, low, base + near, wish), _at_least(box, low, base + far, wish)
        if to_far < to_near:
            near, far, to_near, to_far = far, near, to_far, to_near
        if to_far < second:
            ahead[waiting], bound[waiting] = far, to_far
            waiting += 1
        if to_near < second:
            ahead[waiting], bound[waiting] = near, to_near
            waiting += 1
    return least, second, best


@compiled
def cheapest(
    forest: Forest, tree: Index, price: Longs, wish: Wish, least: np.int64
) -> tuple[np.int64, np.int64]:
    """The least of way and price in a tree, where less than `least`, and whose it is."""
    base, leaves, first = forest.node[tree], forest.leaves[tree], forest.item[tree]
    box, low, ahead, bound = forest.box, forest.low, forest.ahead, forest.bound
    best = np.int64(_NONE)
    ahead[0], bound[0] = 1, low[base + 1]
    waiting = 1
    while waiting > 0:
        waiting -= 1
        if bound[waiting] >= least:
            continue
        node = ahead[waiting]
        if node >= leaves:
            least, best = _best_in_leaf(forest, price, first + (node - leaves) * LEAF, wish, least, best)
            continue
        near, far = 2 * node, 2 * node + 1
        to_near, to_far = _at_least(box, low, base + near, wish), _at_least(box, low, base + far, wish)
        if to_far < to_near:
            near, far, to_near, to_far = far, near, to_far, to_near
        if to_far < least:
            ahead[waiting], bound[waiting] = far, to_far
            waiting += 1
        if to_near < least:
            ahead[waiting], bound[waiting] = near, to_near
            waiting += 1
    return least, best


@compiled
def _best_in_leaf(
    forest: Forest, price: Longs, start: Index, wish: Wish, least: np.int64, best: np.int64
) -> tuple[np.int64, np.int64]:
    for item in range(start, start + LEAF):
        one = forest.who[item]
        if one == _NONE:
            break
        if price[one] >= least:
            continue
        way = metres(forest.x[item] - wish.x, forest.y[item] - wish.y)
        total = way * wish.scale + wish.extra + price[one]
        if way <= wish.reach and total < least:
            least, best = total, one
    return least, best


@compiled
def _at_least(box: Floats, low: Longs, node: Index, wish: Wish) -> np.int64:
    """No way into this node and price below it come to less."""
    if low[node] == FAR:
        return FAR
    across = max(box[node, 0] - wish.x, wish.x - box[node, 1], 0.0)
    along = max(box[node, 2] - wish.y, wish.y - box[node, 3], 0.0)
    way = metres(across, along)
    if way > wish.reach:
        return FAR
    return np.int64(way * wish.scale + wish.extra + low[node])


@compiled
def _in_leaf(  # noqa: PLR0913, PLR0917 - see two_cheapest
    who: Longs,
    x: Floats,
    y: Floats,
    price: Longs,
    group: Longs,
    start: Index,
    wish: Wish,
    least: np.int64,
    second: np.int64,
    best: np.int64,
) -> Found:
    for item in range(start, start + LEAF):
        one = who[item]
        if one == _NONE:
            break
        if price[one] >= second or group[one] == wish.skip or one == best:
            continue
        way = metres(x[item] - wish.x, y[item] - wish.y)
        total = way * wish.scale + wish.extra + price[one]
        if way > wish.reach or total >= second:
            continue
        if total < least:
            least, second, best = total, least, one
        else:
            second = total
    return least, second, best
