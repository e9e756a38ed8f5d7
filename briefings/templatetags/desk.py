"""The desk on the administration's first page."""

from django import template

from ..articles.admin.desk import sections

register = template.Library()


@register.simple_tag(takes_context=True)
def desk_sections(context):
    return sections(context["request"].user)
