"""Where and on which day somebody was asked, and answered: for figures."""

import django.db.models.deletion
from django.db import migrations, models

FILL = """
UPDATE operations_asked asked
SET operation_id = call.operation_id, calling_unit_id = call.unit_id,
    asked_on = (asked.asked_at AT TIME ZONE operation.time_zone)::date,
    answered_on = (asked.answered_at AT TIME ZONE operation.time_zone)::date
FROM operations_mustercall call JOIN operations_operation operation ON operation.id = call.operation_id
WHERE call.id = asked.call_id
"""


def copy_of(model: str, **options: object) -> models.ForeignKey:
    return models.ForeignKey(
        to=model,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
        **options,
    )


class Migration(migrations.Migration):
    dependencies = [("operations", "0002_muster_calls"), ("units", "0002_kinds")]
    operations = [
        migrations.AddField("asked", "operation", copy_of("operations.operation", null=True)),
        migrations.AddField("asked", "calling_unit", copy_of("units.unit", null=True)),
        migrations.AddField("asked", "asked_on", models.DateField(null=True)),
        migrations.AddField("asked", "answered_on", models.DateField(null=True)),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField("asked", "operation", copy_of("operations.operation")),
        migrations.AlterField("asked", "calling_unit", copy_of("units.unit")),
        migrations.AlterField("asked", "asked_on", models.DateField()),
    ]
