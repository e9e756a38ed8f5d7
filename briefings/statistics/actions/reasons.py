from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ...lib.texts import clean_text, require_length


def require_reason(reason: dict[str, str] | None, *, optional=False) -> dict[str, str]:
    """The reason in both languages without space around it; ValidationError where it is needed and missing."""
    texts = {language: clean_text((reason or {}).get(language) or "") for language in ("en", "es")}
    if not optional and not any(texts.values()):
        raise ValidationError({"reason": _("Give the reason, in English or in Spanish: readers will see it.")})
    for language, text in texts.items():
        require_length(f"reason_{language}", text)
    return texts
