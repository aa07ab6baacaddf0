"""Traditional characters and their simplified forms."""

from functools import cache
from importlib.resources import files


@cache
def simplifications() -> dict[str, str]:
    """Give OpenCC's first simplified form of every traditional character, one for one."""
    lines = (files("opencc") / "dictionary" / "TSCharacters.txt").read_text("utf-8").splitlines()
    pairs = (line.split("\t") for line in lines)
    return {key: values.split(" ")[0] for key, values in pairs}
