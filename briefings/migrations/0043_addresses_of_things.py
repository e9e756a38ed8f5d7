from django.db import migrations
from django.db.models import F
from django.utils import timezone
from django.utils.text import slugify

KINDS = {
    "Indicator": "indicator", "DataTable": "data-table", "Source": "source", "Topic": "topic", "Area": "place",
    "Initiative": "initiative",
}  # fmt: skip
LONGEST = 70


def give_addresses(apps, schema_editor):
    """The English slug stays, under `/es/` as an older address; the Spanish one is made from the Spanish name."""
    Address = apps.get_model("briefings", "Address")
    Address.objects.filter(target_id=None).update(target_id=F("article_id"))
    now = timezone.now()
    for name, kind in KINDS.items():
        model = apps.get_model("briefings", name)
        things = list(model.objects.order_by("pk"))
        _give_slugs(things)
        model.objects.bulk_update(things, ["slug", "slug_es"], batch_size=200)
        public = [thing for thing in things if name == "Area" or thing.public_since]
        rows = [
            Address(kind=kind, language=language, slug=slug, target_id=thing.pk, created_at=now)
            for thing in public
            for language, slug in dict.fromkeys([("en", thing.slug), ("es", thing.slug), ("es", thing.slug_es)])
        ]
        Address.objects.bulk_create(rows, batch_size=200)


def _give_slugs(things):
    taken = {thing.slug for thing in things if thing.slug}
    for thing in things:
        if not thing.slug:
            thing.slug = _free(thing.name_en or thing.name_es, taken) or f"{thing.pk}"
            taken.add(thing.slug)
    for thing in things:
        if not thing.slug_es:
            stem = _cut(slugify(thing.name_es or thing.name_en))
            thing.slug_es = thing.slug if stem in ("", thing.slug) else _free(stem, taken)
            taken.add(thing.slug_es)


def _free(name, taken):
    stem = _cut(slugify(name))
    slug, number = stem, 1
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug


def _cut(slug):
    return slug if len(slug) <= LONGEST else slug[: LONGEST + 1].rpartition("-")[0]


def forget_addresses(apps, schema_editor):
    apps.get_model("briefings", "Address").objects.exclude(kind="briefing").delete()


class Migration(migrations.Migration):
    dependencies = [("briefings", "0042_addresses")]

    operations = [migrations.RunPython(give_addresses, forget_addresses)]
