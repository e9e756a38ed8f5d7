"""Tags for the admin: sections of the home page, permissions, comments beside blocks. `{% load desk %}`"""

from django import template

from ..desk.site import may_see_history_of
from ..lib.acts import ACTS
from ..lib.admin.desk import sections
from ..lib.admin.form_rows import fields_html
from ..roles import may
from ..upkeep.read_only import read_only_words

register = template.Library()


@register.simple_tag(takes_context=True)
def desk_sections(context):
    return sections(context["request"].user)


@register.simple_tag
def act_title(name):
    return ACTS[name].title


@register.simple_tag
def empty_sections(sections):
    return [section for section in sections if not section.rows]


register.simple_tag(read_only_words)


@register.simple_tag(takes_context=True)
def has_permission(context, permission):
    return may(context["request"].user, permission)


@register.simple_tag(takes_context=True)
def may_see_history(context, instance):
    return may_see_history_of(instance, context["request"].user)


register.simple_tag(fields_html)


@register.simple_tag
def empty_block(inline_admin_formset):
    return inline_admin_formset.opts.empty_form_html(inline_admin_formset.formset)


@register.simple_tag
def stored_block(opts, form, remarks):
    return opts.stored_form_html(form, remarks)
