"""The kinds of unit that are shipped, as data."""

import csv
from pathlib import Path

from django.db import migrations

DATA = Path(__file__).resolve().parent.parent / "data" / "kinds.csv"
FLAGS = ("counts_as_base", "has_members", "may_approve_admissions", "is_temporary")


def fill(apps, schema_editor):
    kind = apps.get_model("units", "Kind")
    with DATA.open(newline="") as file:
        for order, row in enumerate(csv.DictReader(file), 1):
            values = {name: row[name] == "yes" for name in FLAGS}
            kind.objects.create(
                code=row["code"], name_zh=row["name_zh"], name_en=row["name_en"], order=order, **values
            )


class Migration(migrations.Migration):
    dependencies = [("units", "0001_initial")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
