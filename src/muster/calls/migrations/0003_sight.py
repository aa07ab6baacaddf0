"""Who came forward is seen within one's units, and by themselves. See kernel/sight.py."""

from django.db import migrations

from muster.privacy.sight import WITHIN, backward, forward


class Migration(migrations.Migration):
    dependencies = [("calls", "0002_telling"), ("privacy", "0002_sight")]
    operations = [migrations.RunSQL(forward("calls_offer", WITHIN), backward("calls_offer"))]
