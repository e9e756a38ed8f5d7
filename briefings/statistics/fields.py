from django.core.exceptions import ValidationError
from django.core.validators import DecimalValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from ..lib.numbers import check_digits, exact

DECIMAL_PLACES = 14


def validate_digits(value):
    try:
        check_digits(value)
    except ValueError as error:
        raise ValidationError(str(error), code="digits") from error


class ValueField(models.DecimalField):
    """An exact decimal of at most 15 significant digits, which is what SQLite stores without loss."""

    def __init__(self, *args, **kwargs):
        kwargs["max_digits"], kwargs["decimal_places"] = 15 + DECIMAL_PLACES, DECIMAL_PLACES
        super().__init__(*args, **kwargs)

    @cached_property
    def validators(self):
        """Digits are counted by `validate_digits`: the column has more room than a value may take."""
        others = [validator for validator in super().validators if not isinstance(validator, DecimalValidator)]
        return [*others, validate_digits]

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_digits"], kwargs["decimal_places"]
        return name, path, args, kwargs

    def from_db_value(self, value, expression, connection):
        return None if value is None else exact(value)

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        if value is not None and hasattr(value, "as_tuple"):
            validate_digits(value)
            if -value.as_tuple().exponent > DECIMAL_PLACES and exact(value).as_tuple().exponent < -DECIMAL_PLACES:
                raise ValidationError(_("A value has at most 14 decimals."), code="decimals")
        return value


def months_field(**kwargs):
    return models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(120)], **kwargs)
