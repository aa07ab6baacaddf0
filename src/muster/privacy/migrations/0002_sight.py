"""Rolls, and who reports where, are seen within one's units; persons by whoever has logged in. See kernel/sight.py."""

from django.db import migrations

from muster.privacy.sight import POLICIES, backward, forward


class Migration(migrations.Migration):
    dependencies = [("privacy", "0001_unmasking_tally"), ("people", "0004_person_same_as_dualreport")]
    operations = [
        migrations.RunSQL(forward(table, rule), backward(table)) for table, rule in POLICIES.items()
    ]
