"""What the record's acts are called where people read them."""

from django.utils.translation import gettext_lazy, pgettext_lazy

ACTS = {
    "add": pgettext_lazy("act", "Added"),
    "add_person": gettext_lazy("Account made"),
    "add_topic": gettext_lazy("Topic added"),
    "appear": gettext_lazy("Became public at its time"),
    "apply_batch": gettext_lazy("Values confirmed"),
    "approve": gettext_lazy("Approved"),
    "assign_editor": gettext_lazy("Editor put in charge"),
    "begin": gettext_lazy("Begun"),
    "cancel": gettext_lazy("Publication cancelled"),
    "change": pgettext_lazy("act", "Changed"),
    "change_person": gettext_lazy("Account changed"),
    "comment": gettext_lazy("Commented"),
    "delete": pgettext_lazy("act", "Deleted"),
    "delete_image": gettext_lazy("Picture deleted"),
    "describe_image": gettext_lazy("Picture described anew"),
    "force_publish": gettext_lazy("Published by force, without a second person"),
    "hold": gettext_lazy("Publication held"),
    "load_demo": gettext_lazy("Demonstration loaded"),
    "look_again": gettext_lazy("Second look taken at what was published by force"),
    "make_public": gettext_lazy("Made public"),
    "move": gettext_lazy("Moved to another address"),
    "plan": gettext_lazy("Planned for a day"),
    "prefer": gettext_lazy("Series preferred"),
    "publish": gettext_lazy("Published"),
    "record_values": gettext_lazy("Values entered"),
    "reject_batch": gettext_lazy("Values rejected"),
    "release": gettext_lazy("Released after being held"),
    "reopen_comment": gettext_lazy("Comment opened again"),
    "reschedule": gettext_lazy("Given another date"),
    "resolve_comment": gettext_lazy("Comment resolved"),
    "restore": gettext_lazy("Restored after withdrawal"),
    "return": gettext_lazy("Returned to the author"),
    "revise": gettext_lazy("Values revised"),
    "save": pgettext_lazy("act", "Saved"),
    "send_fix": gettext_lazy("Changes sent to the author"),
    "set_password": gettext_lazy("Password set"),
    "start_translation": gettext_lazy("Translation begun"),
    "submit": gettext_lazy("Submitted"),
    "take_down": gettext_lazy("Taken down"),
    "upload_image": gettext_lazy("Picture uploaded"),
    "withdraw": gettext_lazy("Withdrawn"),
}


def act_words(act):
    """What `act` is called; an act that has no words of its own is its name, made readable."""
    return str(ACTS.get(act) or act.replace("_", " ").capitalize())
