"""Compiles the translations at set-up: no gettext binaries needed, and traditional Chinese follows from simplified."""

from pathlib import Path

import polib
from opencc import OpenCC

PACKAGE = Path(__file__).resolve().parent.parent
SIMPLIFIED, TRADITIONAL = "zh_Hans", "zh_Hant"


def compile_all(package: Path = PACKAGE) -> int:
    """Write every `django.mo`; how many catalogues there were."""
    to_traditional = OpenCC("s2t").convert
    catalogues = sorted(package.glob(f"**/locale/{SIMPLIFIED}/LC_MESSAGES/django.po"))
    for path in catalogues:
        catalogue = polib.pofile(str(path))
        catalogue.save_as_mofile(str(path.with_suffix(".mo")))
        for entry in catalogue:
            entry.msgstr = to_traditional(entry.msgstr)
            entry.msgstr_plural = {form: to_traditional(words) for form, words in entry.msgstr_plural.items()}
        traditional = path.parents[2] / TRADITIONAL / "LC_MESSAGES" / "django.mo"
        traditional.parent.mkdir(parents=True, exist_ok=True)
        catalogue.metadata["Language"] = TRADITIONAL
        catalogue.save_as_mofile(str(traditional))
    return len(catalogues)


if __name__ == "__main__":
    compile_all()
