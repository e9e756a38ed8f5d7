"""A copy of the newest value of each series, which is written after every migrate."""

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import briefings.statistics.fields

MONTHS = [django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(120)]
PRECISIONS = [("Y", "year"), ("M", "month"), ("D", "day")]


class Migration(migrations.Migration):
    dependencies = [("briefings", "0064_finding_values")]

    operations = [
        migrations.CreateModel(
            "SeriesNewest",
            [
                (
                    "series",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="newest_value",
                        serialize=False,
                        to="briefings.series",
                    ),
                ),
                (
                    "vintage",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="briefings.vintage",
                    ),
                ),
                ("start", models.DateField()),
                ("months", models.PositiveSmallIntegerField(validators=MONTHS)),
                ("second_start", models.DateField(null=True)),
                ("known_on", models.DateField()),
                (
                    "known_precision",
                    models.CharField(choices=PRECISIONS, db_default="D", default="D", editable=False, max_length=1),
                ),
                ("low", briefings.statistics.fields.ValueField(null=True)),
                ("high", briefings.statistics.fields.ValueField(null=True)),
                ("news_on", models.DateField()),
            ],
        ),
    ]
