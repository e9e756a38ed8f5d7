"""Numbers in the administration's pages: `{% load values %}`."""

from django import template

from ..lib.numbers import shown

register = template.Library()


@register.filter
def figure(value, decimals):
    """`{{ vintage.value|figure:decimals }}`: as readers see it, a dash where it is missing."""
    return "–" if value is None else shown(value, decimals)
