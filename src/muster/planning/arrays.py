"""Checks that every instance makes of its arrays."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from muster.planning.problems import InvalidInstance


def column(name: str, values: ArrayLike, dtype: Any, length: int | None = None) -> NDArray[Any]:
    """`values` as a read-only, contiguous, one-dimensional array of its own, or a clear refusal."""
    given = np.asarray(values)
    kinds = {"f": "fiu", "i": "iu", "u": "iu", "b": "b"}[np.dtype(dtype).kind]
    if given.ndim != 1 and given.size:
        raise InvalidInstance(f"{name}_shape", f"{name} must be one column, not {given.ndim}-dimensional")
    if given.size and given.dtype.kind not in kinds:
        raise InvalidInstance(f"{name}_type", f"{name} holds {given.dtype}, {np.dtype(dtype)} is needed")
    if length is not None and given.size != length:
        raise InvalidInstance(f"{name}_length", f"{name} has {given.size} rows, {length} are needed")
    if np.dtype(dtype).kind == "u" and given.dtype.kind == "i":
        require(given >= 0, f"{name}_range", f"{name} must not be negative")
    array = np.array(given, dtype=dtype).reshape(-1)
    if array.dtype.kind == "f":
        require(np.isfinite(array), f"{name}_finite", f"{name} must be a number")
    array.setflags(write=False)
    return array


def settle(instance: object, *names: str, dtype: Any, length: int | None = None) -> None:
    """Turn these attributes of a frozen instance into checked columns."""
    for name in names:
        object.__setattr__(instance, name, column(name, getattr(instance, name), dtype, length))


def require(holds: NDArray[np.bool_], rule: str, message: str) -> None:
    """Refuse at the first row where a rule does not hold."""
    if not holds.all():
        row = int(np.argmin(holds))
        raise InvalidInstance(rule, f"{message} (row {row})", index=row)
