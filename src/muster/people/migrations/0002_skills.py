"""The skills that are shipped, as data."""

import csv
from pathlib import Path

from django.db import migrations

DATA = Path(__file__).resolve().parent.parent / "data" / "skills.csv"


def fill(apps, schema_editor):
    skill = apps.get_model("people", "Skill")
    with DATA.open(newline="") as file:
        for bit, row in enumerate(csv.DictReader(file)):
            skill.objects.create(bit=bit, **row)


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
