"""What one language of a briefing has to follow of the other. The release before this one, which may run meanwhile,
knows nothing of it."""

from itertools import groupby
from operator import attrgetter

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F


def _asked(editions):
    """(edition, key of the other article) of the revisions that the other language of one group has not followed."""
    newest = {edition.article_id: edition for edition in editions}
    if len(newest) != 2:
        return
    before = {}
    for edition in editions:
        (other,) = (article for article in newest if article != edition.article_id)
        previous, before[edition.article_id] = before.get(edition.article_id), edition
        is_own = edition.translates_id is None or previous and previous.translates_id == edition.translates_id
        if edition.change_kind in ("update", "correction") and is_own and edition.created_at > newest[other].created_at:
            yield edition, other


def fill(apps, schema_editor):
    Edition, FollowUp = apps.get_model("briefings", "Edition"), apps.get_model("briefings", "FollowUp")
    editions = Edition.objects.annotate(group=F("article__group")).order_by("group", "number")
    editions = editions.only("article_id", "number", "change_kind", "translates_id", "created_at")
    for _group, of_group in groupby(editions.iterator(), attrgetter("group")):
        FollowUp.objects.bulk_create(
            FollowUp(edition=edition, article_id=other) for edition, other in _asked(list(of_group))
        )


class Migration(migrations.Migration):
    dependencies = [("briefings", "0033_editions_by_number")]

    operations = [
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="follow_ups", to="briefings.article"
                    ),
                ),
                (
                    "edition",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="follow_up", to="briefings.edition"
                    ),
                ),
                (
                    "followed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="briefings.edition",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("followed_by", None), ("settled_at", None)),
                        fields=["article"],
                        name="follow_up_open",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_at", None), ("settled_by", None)),
                            models.Q(("settled_at__isnull", False), ("settled_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="follow_up_settled_by_someone",
                    )
                ],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
