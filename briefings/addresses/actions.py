from datetime import datetime

from django.core.exceptions import ValidationError

from ..lib.bases import address_of
from ..lib.clock import database_now
from .models import ADDRESS_TAKEN, Address, WithPage

LONGEST = 70  # of a slug made from a name


def give_addresses(thing: WithPage, *, now: datetime | None = None) -> None:
    """Enter the addresses of something that readers can open from now on. The caller saves it afterwards.

    Under `/es/` also its English slug, which redirects: documents name things by it.
    """
    kind, now = thing.page_name, now or database_now()
    thing.slug = thing.slug or free_slug(thing, "en")
    thing.slug_es = thing.slug_es or free_slug(thing, "es")
    wanted = dict.fromkeys([("en", thing.slug), ("es", thing.slug), ("es", thing.slug_es)])
    slugs = {slug for _language, slug in wanted}
    for address in Address.objects.filter(kind=kind, slug__in=slugs):
        if (address.language, address.slug) in wanted:
            if address.thing_id != thing.pk:
                raise ValidationError(ADDRESS_TAKEN, code="taken")
            del wanted[address.language, address.slug]
    for language, slug in wanted:
        Address.objects.create(kind=kind, language=language, slug=slug, target_id=thing.pk, created_at=now)


def free_slug(thing: WithPage, language: str) -> str:
    """Made from the name; numbered where another thing of its kind has or had it in either language."""
    stem = _cut(address_of(thing.text_in("name", language), 200)) or thing.slug or thing.page_name
    addresses = Address.objects.of_others(thing.page_name, thing.pk).filter(slug__startswith=stem)
    others = type(thing)._default_manager.exclude(pk=thing.pk)
    taken = {
        *addresses.values_list("slug", flat=True),
        *others.filter(slug_es__startswith=stem).values_list("slug_es", flat=True),
        *others.filter(slug__startswith=stem).values_list("slug", flat=True),
    }
    slug, number = stem, 1
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug


def _cut(slug):
    return slug if len(slug) <= LONGEST else slug[: LONGEST + 1].rpartition("-")[0]


def give_to_public(sender, target, now=None, **kwargs):
    """Receiver of `made_public`."""
    if isinstance(target, WithPage):
        give_addresses(target, now=now)
