"""Addresses of the pages of the indicator that briefings print and of one that they do not."""

from django.urls import reverse
from django.utils import timezone

from briefings.articles.models import FigureUse
from briefings.statistics.models import Indicator, Series, Vintage

from ..values import REVISED


def printed_indicator():
    """The indicator with most observations of those that briefings print."""
    return Indicator.objects.get(slug="homicides")


def unprinted_indicator():
    """One with as many observations as any other; None at the size of the demonstration if briefings print all."""
    printed = FigureUse.objects.values("vintage__observation__series__indicator")
    return Indicator.objects.public().exclude(pk__in=printed).order_by("-pk").first()


def indicators():
    found = {}
    for words, indicator in (("printed", printed_indicator()), ("unprinted", unprinted_indicator())):
        if indicator is None:
            continue
        address = reverse("indicator-en", args=[indicator.slug])
        found[words] = [address]
        for name, query in _queries(indicator).items():
            found[f"{words}, {name}"] = [address + query]
    return found | _revised()


def _revised():
    """Of the one whose values have been revised again and again; {} at the size of the demonstration."""
    indicator = Indicator.objects.filter(slug=f"measure-{REVISED}").first()
    if indicator is None:
        return {}
    address = reverse("indicator-en", args=[indicator.slug])
    queries = {"": "", ", ?as_of": "?as_of=2021-06-30", ", older revisions": "?revisions=40"}
    return {f"revised{words}": [address + query] for words, query in queries.items()}


def last_day(**conditions):
    """The last one on which something became known: of an earlier day a page shows less."""
    return Vintage.objects.filter(known_on__lte=timezone.localdate(), **conditions).latest("known_on").known_on


def _queries(indicator):
    series = Series.objects.filter(indicator=indicator, public_since__isnull=False).order_by("pk")
    province = series.exclude(area__code="EC").values_list("area__code", flat=True).first()
    day = last_day(observation__series__in=series)
    queries = {"?as_of": f"?as_of={day}", "?sort": "?sort=value", "?area=all": "?area=all", "last page": "?last"}
    queries |= {"oldest briefings": "?briefings-oldest"}
    queries |= {"last page of all": "?area=all&last", "last page, ?as_of": f"?area=all&as_of={day}&last"}
    return queries | ({"?area": f"?area={province}"} if province else {})
