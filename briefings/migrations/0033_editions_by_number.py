#

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("briefings", "0032_archived_drafts"),
    ]

    operations = [
        migrations.AlterField(
            model_name="edition",
            name="article",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="editions",
                to="briefings.article",
            ),
        ),
    ]
