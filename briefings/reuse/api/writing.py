"""Things as the plain data of the API."""

from django.conf import settings

from ...addresses.models import WithPage, page_url
from .paging import absolute

API = "/api/v1"


def text(instance, field: str) -> dict:
    return {language: getattr(instance, f"{field}_{language}") or None for language in ("en", "es")}


def page(name: str, *args) -> dict:
    """The addresses of a page in both languages."""
    return {language: absolute(page_url(name, language, *args)) for language in ("en", "es")}


def page_of(thing: WithPage) -> dict:
    """The same of a thing that has an address in each language."""
    return {language: absolute(thing.url_in(language)) for language in ("en", "es")}


def licence() -> str | None:
    return " ".join(filter(None, [settings.DATA_LICENCE, settings.DATA_LICENCE_URL])) or None


def day(date) -> str | None:
    return date.isoformat() if date else None


def indicator(each) -> dict:
    return {
        "slug": each.slug,
        "name": text(each, "name"),
        "unit": text(each, "unit"),
        "definition": text(each, "definition"),
        "kind": each.kind,
        "decimals": each.decimals,
        "part_of": each.part_of.slug if each.part_of_id and each.part_of.is_public else None,
        "page": page_of(each),
        "series": absolute(f"{API}/series?indicator={each.slug}"),
    }


def area(each) -> dict:
    return {
        "code": each.code,
        "official_code": each.official_code or None,
        "name": text(each, "name"),
        "kind": each.kind,
        "part_of": each.parent.code if each.parent_id else None,
        "page": page_of(each),
    }


def series(each) -> dict:
    return {
        "id": each.pk,
        "indicator": each.indicator.slug,
        "area": each.area.code,
        "frequency": each.frequency,
        "source": each.source.slug,
        "preferred": each.preferred,
        "note": text(each, "note"),
        "values": absolute(f"{API}/values?series={each.pk}"),
    }


def table(each) -> dict:
    return {
        "slug": each.slug,
        "name": text(each, "name"),
        "note": text(each, "note"),
        "rows_are": each.rows_are,
        "page": page_of(each),
    }


def source(each) -> dict:
    return {
        "slug": each.slug,
        "name": text(each, "name"),
        "publisher": each.publisher,
        "description": text(each, "description"),
        "licence": each.licence or None,
        "reliability": each.reliability,
        "url": each.url or None,
        "page": page_of(each),
    }


def release(each) -> dict:
    return {
        "id": each.pk,
        "source": each.source.slug,
        "title": each.title,
        "language": each.language or None,
        "url": each.url or None,
        "publisher": each.publisher or each.source.publisher or None,
        "published": each.day_published.code if each.published else None,
        "copy_url": each.copy_url or None,
        "copy_keeper": each.copy_keeper or None,
        "retrieved": day(each.retrieved),
        "sha256": each.sha256 or None,
    }


def topic(each) -> dict:
    return {
        "slug": each.slug,
        "name": text(each, "name"),
        "description": text(each, "description"),
        "page": page_of(each),
    }


def _public_slug(source) -> str | None:
    return source.slug if source and source.is_public else None


def initiative(each) -> dict:
    return {
        "slug": each.slug,
        "name": text(each, "name"),
        "description": text(each, "description"),
        "kind": each.kind,
        "status": each.status,
        "lead": each.lead or None,
        "partners": [line.strip() for line in each.partners.splitlines() if line.strip()],
        "areas": sorted(area.code for area in each.areas.all()),
        "starts": day(each.starts),
        "ends": day(each.ends),
        "source": _public_slug(each.source),
        "page": page_of(each),
    }


def impact(each) -> dict:
    return {
        "slug": each.slug,
        "name": text(each, "name"),
        "description": text(each, "description"),
        "level": each.level,
        "severity": each.severity,
        "area": each.area.code if each.area_id else None,
        "source": _public_slug(each.source),
        "page": {language: f"{url}#{each.anchor(language)}" for language, url in page("impacts").items()},
    }


def briefing(edition, workflow) -> dict:
    """`workflow` comes with the address."""
    slug, language = workflow.address.slug, edition.language
    return {
        "language": language,
        "slug": slug,
        "number": edition.number,
        "kind": edition.kind,
        "title": edition.title,
        "summary": edition.summary,
        "change": edition.change_kind,
        "note": edition.note or None,
        "published": edition.publish_at.isoformat(),
        "withdrawn": workflow.withdrawal_reason if workflow.withdrawn_at else None,
        "page": absolute(page_url("edition", language, slug, edition.number)),
        "edition": absolute(f"{API}/briefings/{language}/{slug}/{edition.number}"),
    }


def observed(each) -> dict:
    """What a figure of the register or of an edition is a value of (`ObservedFigure`)."""
    return {
        "indicator": each.indicator.slug,
        "area": each.area.code,
        "source": each.source.slug,
        "frequency": each.frequency,
        "period": each.period.code,
        "observation": each.observation,
    }


def revised(each, files: dict[str, str]) -> dict:
    """A revised figure of an edition (recall/revisions.py). `files` are those of its tables, by the keys in the ids of
    its figures: `f-<key>-r1c2`."""
    keys = dict.fromkeys(figure.split("-")[1] for figure in [*each.figures, *each.results])
    return {
        **observed(each),
        "printed": each.before_plain or None,
        "now": each.now_plain or None,
        "revision_kind": each.batch.kind,
        "known_on": each.day_known.code,
        "figures": each.figures,
        "tables": [files[key] for key in keys if key in files],
    }
