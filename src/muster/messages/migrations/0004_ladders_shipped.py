"""The ladders that are shipped, as data."""

import tomllib
from pathlib import Path

from django.db import migrations

DATA = Path(__file__).resolve().parent.parent / "data" / "ladders.toml"


def fill(apps, schema_editor):
    ladder = apps.get_model("messaging", "Ladder")
    for code, about in tomllib.loads(DATA.read_text()).items():
        ladder.objects.create(code=code, **about)


class Migration(migrations.Migration):
    dependencies = [("messaging", "0003_ladders")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
