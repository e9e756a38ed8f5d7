from django.utils.translation import gettext_lazy as _

from ..lib.acts import Detail, declare

KIND = Detail("kind", _("kind"))

SET_PASSWORD = declare("set_password", _("Password set"))
ADD_SECOND_FACTOR = declare("add_second_factor", _("Second factor set up"), details=[KIND])
REMOVE_SECOND_FACTOR = declare("remove_second_factor", _("Second factor removed"), details=[KIND])
RENEW_RECOVERY_CODES = declare("renew_recovery_codes", _("New recovery codes made"))
