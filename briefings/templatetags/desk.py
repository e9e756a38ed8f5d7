"""The desk on the administration's first page, and what a form offers to whom."""

from django import template

from ..desk.site import may_see_history_of
from ..lib.admin.desk import sections
from ..roles import may

register = template.Library()


@register.simple_tag(takes_context=True)
def desk_sections(context):
    return sections(context["request"].user)


@register.simple_tag
def nothing_in(sections):
    return [section for section in sections if not section.rows]


@register.simple_tag(takes_context=True)
def may_act(context, act):
    return may(context["request"].user, act)


@register.simple_tag(takes_context=True)
def may_see_history(context, thing):
    return may_see_history_of(thing, context["request"].user)


@register.inclusion_tag("admin/briefings/article/block_comments.html")
def block_comments(remarks, block):
    """The open comments on a stored block, and the way to write one."""
    return remarks.beside(block.key, str(block))
