from django.utils.translation import gettext_lazy as _

from ..lib.acts import Detail, declare
from ..roles import needs

SHA256 = Detail("sha256", _("fingerprint of the file"), is_fingerprint=True)

UPLOAD_IMAGE = declare("upload_image", _("Picture uploaded"), conditions=[needs("upload_images")], details=[SHA256])
DESCRIBE_IMAGE = declare("describe_image", _("Picture described anew"), conditions=[needs("upload_images")])
DELETE_IMAGE = declare("delete_image", _("Picture deleted"), conditions=[needs("edit_topics")], details=[SHA256])
