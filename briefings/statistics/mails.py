"""Mail to staff about a batch of values. It links to the page with the values and carries none of them."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from ..mail.sending import text_of
from ..roles import may
from .acts import FORCE_APPLY, BatchMail
from .models import Batch


@text_of.register
def batch_text(declared: BatchMail, mail):
    """Nothing for somebody who may not decide any more, or about a batch that has been decided meanwhile."""
    batch = Batch.objects.filter(pk=mail.target_id).first()
    is_settled = batch is None or (mail.act != FORCE_APPLY.name and batch.is_decided)
    if is_settled or not may(mail.person, "second_revision"):
        return None
    context = {
        "words": declared.words % {"who": mail.detail["who"]},
        "title": str(batch),
        "url": settings.SITE_URL + reverse("admin:briefings_batch_change", args=[batch.pk]),
    }
    return declared.subject, render_to_string("briefings/statistics/mail.txt", context)
