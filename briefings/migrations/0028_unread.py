"""Whose words nobody else has read. The release before this one, which may run meanwhile, knows nothing of it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

SAVES = ["begin", "save", "restore_version"]
READ_BY_OTHERS = ["submit", "approve", "publish", "force_publish"]


def _writers(workflow, Event):
    """Keys of those who submitted the text or have saved it since it was last submitted, approved or published."""
    events = Event.objects.filter(target_type="article", target_id=workflow.article_id)
    last = events.filter(act__in=READ_BY_OTHERS).order_by("-pk").first()
    saves = events.filter(act__in=SAVES, pk__gt=last.pk if last else 0)
    writers = set(saves.values_list("by_id", flat=True))
    if last and last.act == "submit":
        writers.add(last.by_id)
    if workflow.stage == "in_review":
        writers.add(workflow.submitted_by_id)
    return writers


def _newest_is_unread(workflow, Edition, SecondLook):
    """Who published the newest edition, if that was without a second person and nobody has looked at it since."""
    edition = (
        Edition.objects.filter(article=workflow.article_id).order_by("-number").only("by_id", "forced_reason").first()
    )
    if edition and edition.forced_reason and not SecondLook.objects.filter(edition=edition.pk).exists():
        return {edition.by_id}
    return set()


def fill(apps, schema_editor):
    models_of = {
        name: apps.get_model("briefings", name)
        for name in ("Workflow", "Event", "Edition", "SecondLook", "Unread", "User")
    }
    people = set(models_of["User"].objects.values_list("pk", flat=True))
    rows = []
    workflows = (
        models_of["Workflow"]
        .objects.exclude(stage="approved")
        .only("stage", "article_id", "submitted_by_id", "unchanged_since_edition")
    )
    for workflow in workflows.iterator():
        if workflow.unchanged_since_edition:
            writers = _newest_is_unread(workflow, models_of["Edition"], models_of["SecondLook"])
        else:
            writers = _writers(workflow, models_of["Event"])
        rows += [models_of["Unread"](workflow=workflow, person_id=person) for person in writers & people]
    models_of["Unread"].objects.bulk_create(rows, batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("briefings", "0027_figures_by_index")]

    operations = [
        migrations.AddField(
            model_name="workflow",
            name="sent_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="workflow",
            name="sent_hash",
            field=models.CharField(blank=True, db_default="", max_length=64),
        ),
        migrations.CreateModel(
            name="Unread",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "workflow",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="unread", to="briefings.workflow"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("workflow", "person"), name="unread_once")],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
