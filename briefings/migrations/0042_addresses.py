import django.db.models.deletion
from django.db import migrations, models

SLUG = {"max_length": 80, "null": True, "unique": True}


def spanish():
    return models.SlugField(
        blank=True,
        help_text="If it is empty when this is made public, it is made from the Spanish name.",
        verbose_name="address in Spanish",
        **SLUG,
    )


def in_english():
    return models.SlugField(max_length=80, unique=True, verbose_name="address in English")


class Migration(migrations.Migration):
    """`article_id` stays in the table, without its foreign key: the release before this one reads it."""

    dependencies = [("briefings", "0041_names_of_acts_and_dates")]

    operations = [
        migrations.RemoveConstraint("address", "address_once"),
        migrations.AddField("address", "kind", models.CharField(db_default="briefing", max_length=20)),
        migrations.AddField("address", "target_id", models.BigIntegerField(null=True)),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.AlterField(
                    "address",
                    "article",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="addresses",
                        to="briefings.article",
                    ),
                )
            ],
            state_operations=[
                migrations.RemoveField("address", "article"),
                migrations.AddField("address", "article_id", models.BigIntegerField(editable=False, null=True)),
            ],
        ),
        migrations.AddConstraint(
            "address",
            models.UniqueConstraint(
                fields=("language", "kind", "slug"),
                name="address_once_of_kind",
                violation_error_message="This address has belonged to something else before; addresses are for ever.",
            ),
        ),
        *(
            migrations.AlterField(model, "slug", in_english())
            for model in ("datatable", "indicator", "initiative", "source", "topic")
        ),
        *(
            migrations.AddField(model, "slug_es", spanish())
            for model in ("datatable", "indicator", "initiative", "source", "topic")
        ),
        migrations.AddField(
            "area", "slug", models.SlugField(editable=False, verbose_name="address in English", **SLUG)
        ),
        migrations.AddField(
            "area", "slug_es", models.SlugField(editable=False, verbose_name="address in Spanish", **SLUG)
        ),
    ]
