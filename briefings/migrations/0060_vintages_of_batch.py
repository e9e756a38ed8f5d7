from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("briefings", "0059_learnt_once_counted")]

    operations = [
        migrations.AddIndex(
            model_name="vintage",
            index=models.Index(fields=["batch", "id"], name="vintage_of_batch"),
        ),
    ]
