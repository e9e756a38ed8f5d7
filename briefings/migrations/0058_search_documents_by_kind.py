from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("briefings", "0057_licences_cited")]

    operations = [
        migrations.AddIndex(
            model_name="searchdocument",
            index=models.Index(fields=["kind", "language", "id"], name="search_document_newest"),
        ),
    ]
