"""The page of each act on an article: what it is called, what it does, what it asks."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from .. import actions, forms


@dataclass(frozen=True)
class ActPage:
    """`reads`: the page shows the document and carries its hash; `waiting`: the act is on the edition that waits;
    `to_come`: what is done where the edition that the act makes waits for its date."""

    act: callable
    link: str
    button: str
    explanation: str
    done: str
    form: type = forms.ActForm
    reads: bool = False
    waiting: bool = False
    grave: bool = False
    to_come: str = ""


ACT_PAGES = {
    "submit": ActPage(
        actions.submit,
        gettext_lazy("Submit…"),
        gettext_lazy("Submit for review"),
        gettext_lazy("An editor reads exactly this text. If it changes afterwards, it has to be submitted again."),
        gettext_lazy("“%(article)s” is submitted. The editors see it among what waits for them."),
        reads=True,
    ),
    "return_to_author": ActPage(
        actions.return_to_author,
        gettext_lazy("Return…"),
        gettext_lazy("Return to the author"),
        gettext_lazy("The article becomes a draft again, with your comment above it."),
        gettext_lazy("“%(article)s” is back with its author."),
        forms.ReturnForm,
    ),
    "approve": ActPage(
        actions.approve,
        gettext_lazy("Approve…"),
        gettext_lazy("Approve this text"),
        gettext_lazy("You approve exactly the text below. Any later change voids the approval."),
        gettext_lazy("“%(article)s” is approved. It can be published now."),
        reads=True,
    ),
    "approve_and_publish": ActPage(
        actions.approve_and_publish,
        gettext_lazy("Approve and publish…"),
        gettext_lazy("Approve and publish"),
        gettext_lazy("You approve exactly the text below, and it becomes an edition that nobody can change."),
        gettext_lazy("“%(article)s” is approved and published."),
        forms.PublishForm,
        reads=True,
        to_come=gettext_lazy("“%(article)s” is approved. Readers see it from %(when)s."),
    ),
    "publish": ActPage(
        actions.publish,
        gettext_lazy("Publish…"),
        gettext_lazy("Publish"),
        gettext_lazy("The text below becomes an edition that nobody can change."),
        gettext_lazy("“%(article)s” is published."),
        forms.PublishForm,
        reads=True,
        to_come=gettext_lazy("“%(article)s” has its date. Readers see it from %(when)s."),
    ),
    "force_publish": ActPage(
        actions.force_publish,
        gettext_lazy("Publish alone…"),
        gettext_lazy("Publish without a second person"),
        gettext_lazy(
            "For the day on which nobody else can read it. The text below becomes an edition that nobody can change, "
            "marked as published alone until somebody else has read it. Auditors see how often this happens."
        ),
        gettext_lazy("“%(article)s” is published. It stays on the desk until somebody else has read it."),
        forms.ForcePublishForm,
        reads=True,
        grave=True,
        to_come=gettext_lazy("“%(article)s” has its date. Readers see it from %(when)s, unless somebody holds it."),
    ),
    "plan": ActPage(
        actions.plan,
        gettext_lazy("Plan…"),
        gettext_lazy("Keep this plan"),
        gettext_lazy("The day stands in the calendar and in the list. It neither schedules nor publishes anything."),
        gettext_lazy("The plan for “%(article)s” is kept."),
        forms.PlanForm,
    ),
    "assign_editor": ActPage(
        actions.assign_editor,
        gettext_lazy("Editor in charge…"),
        gettext_lazy("Put in charge"),
        gettext_lazy("Who of the editors takes care of this article."),
        gettext_lazy("The editor in charge of “%(article)s” is set."),
        forms.AssignEditorForm,
    ),
    "reschedule": ActPage(
        actions.reschedule,
        gettext_lazy("Change the date…"),
        gettext_lazy("Change the date"),
        gettext_lazy("The waiting edition becomes public at another time."),
        gettext_lazy("The date of “%(article)s” is changed."),
        forms.RescheduleForm,
        waiting=True,
    ),
    "hold": ActPage(
        actions.hold,
        gettext_lazy("Hold…"),
        gettext_lazy("Hold the edition"),
        gettext_lazy("The waiting edition does not become public, whatever its date says, until somebody lets it go."),
        gettext_lazy("The waiting edition of “%(article)s” is held."),
        waiting=True,
    ),
    "release": ActPage(
        actions.release,
        gettext_lazy("Let go…"),
        gettext_lazy("Let the edition go"),
        gettext_lazy("The held edition becomes public at its date."),
        gettext_lazy("The waiting edition of “%(article)s” is no longer held."),
        forms.ReleaseForm,
        waiting=True,
    ),
    "cancel": ActPage(
        actions.cancel,
        gettext_lazy("Cancel the edition…"),
        gettext_lazy("Cancel the waiting edition"),
        gettext_lazy(
            "The waiting edition is deleted; the history keeps its text. The article keeps its text too, as a draft: "
            "to be published it is submitted again."
        ),
        gettext_lazy("The waiting edition of “%(article)s” is cancelled."),
        waiting=True,
        grave=True,
    ),
    "start_translation": ActPage(
        actions.start_translation,
        gettext_lazy("Start the translation…"),
        gettext_lazy("Start the translation"),
        gettext_lazy("A new draft in the other language, yours, with everything carried over to be translated."),
        gettext_lazy("The translation is begun. The original’s text stands beside each block."),
        forms.TranslationForm,
    ),
    "reassign": ActPage(
        actions.reassign,
        gettext_lazy("Give to another author…"),
        gettext_lazy("Give to the new author"),
        gettext_lazy("The article becomes somebody else’s to go on with. Where it stands does not change."),
        gettext_lazy("“%(article)s” has its new author."),
        forms.ReassignForm,
    ),
    "move": ActPage(
        actions.move,
        gettext_lazy("Move…"),
        gettext_lazy("Move to the new address"),
        gettext_lazy("The briefing gets another web address."),
        gettext_lazy("“%(article)s” has its new address."),
        forms.MoveForm,
    ),
    "withdraw": ActPage(
        actions.withdraw,
        gettext_lazy("Withdraw…"),
        gettext_lazy("Withdraw"),
        gettext_lazy("The text stays readable under a red strip that gives the reason."),
        gettext_lazy("“%(article)s” is withdrawn."),
        forms.ReasonForm,
        grave=True,
    ),
    "take_down": ActPage(
        actions.take_down,
        gettext_lazy("Take down…"),
        gettext_lazy("Take down"),
        gettext_lazy("Every edition, picture and download disappears; the address shows only the reason."),
        gettext_lazy("“%(article)s” is taken down."),
        forms.ReasonForm,
        grave=True,
    ),
    "restore": ActPage(
        actions.restore,
        gettext_lazy("Restore…"),
        gettext_lazy("Make readable again"),
        gettext_lazy("The withdrawal is undone."),
        gettext_lazy("“%(article)s” is readable again."),
        forms.RestoreForm,
    ),
}
