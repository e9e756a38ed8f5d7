"""The page of an act: a form for the act's arguments, the call of the act, its message or its errors."""

from django import forms
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseRedirect

from .acts import Act, Attempt, why_not
from .admin.pages import admin_page

_forms: dict[str, type[forms.Form]] = {}


class NotNow(PermissionDenied):
    """Nobody can do it now: it is too early or too late."""


def form_of(*acts: Act):
    """Decorator for the form of these acts' pages; its fields are named like the acts' arguments."""

    def register(form):
        for act in acts:
            _forms[act.name] = form
        return form

    return register


def with_way_back(reason: Exception, url: str, words: str) -> Exception:
    """The refusal as an exception for the page that explains it, with a link back to `url` called `words`."""
    if isinstance(reason, ValidationError):
        reason = NotNow(" ".join(reason.messages))
    reason.back = {"url": url, "words": words}
    return reason


def add_errors(form: forms.Form, error: ValidationError) -> None:
    """Add an act's errors to the form, beside their field if it is visible."""
    named = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}
    for name, errors in named.items():
        is_visible = name in form.fields and not form.fields[name].widget.is_hidden
        for error in errors:
            form.add_error(name if is_visible else None, error)


class ActPage:
    """GET shows the form, POST does the act; after an error the form is shown as it was filled in. The act itself
    checks everything.

    `target` is the object of the act. A slice subclasses it for the target's URL, the form of acts without an own form,
    and what else the page shows.
    """

    template: str
    form: type[forms.Form]
    with_subtitle = True
    back_words = ""  # of the link back from a refusal; none where it is empty

    def __init__(self, model_admin, request, act: Act, attempt: Attempt, target):
        self.model_admin, self.request, self.act, self.attempt, self.target = model_admin, request, act, attempt, target

    def url(self) -> str:
        """The page of the target, for the link back and after the act."""
        raise NotImplementedError

    def title(self) -> str:
        return str(self.act.title)

    def form_options(self) -> dict:
        return {}

    def do(self, **arguments):
        return self.act.function(self.target, by=self.request.user, **arguments)

    def answer(self, result) -> HttpResponse:
        self.show_message(self.act.page.done)
        return HttpResponseRedirect(self.url())

    def extra_context(self) -> dict:
        """Further context of the page."""
        return {}

    def refusal(self, reason: Exception) -> Exception:
        return with_way_back(reason, self.url(), self.back_words) if self.back_words else reason

    def show_refusal(self, form, error: ValidationError) -> None:
        add_errors(form, error)

    def show_message(self, words, level=messages.SUCCESS):
        # a lazy text would be read when the cookie is written, after the request's language has been left
        self.model_admin.message_user(self.request, str(words), level)

    def respond(self) -> HttpResponse:
        """The conditions of a post are asked by the act, under its locks: asking them here too would cost as much."""
        is_posted = self.request.method == "POST"
        if not is_posted and (reason := why_not(self.act, self.attempt)):
            raise self.refusal(reason)
        form_class = _forms.get(self.act.name, self.form)
        form = form_class(self.request.POST if is_posted else None, **self.form_options())
        if form.is_valid():
            try:
                return self.answer(self.do(**form.cleaned_data))
            except PermissionDenied as reason:
                raise self.refusal(reason) from reason
            except ValidationError as error:
                self.show_refusal(form, error)
        elif is_posted and (reason := why_not(self.act, self.attempt)):
            raise self.refusal(reason)
        about = {"model_admin": self.model_admin, "target": self.target, "with_subtitle": self.with_subtitle}
        return admin_page(self.request, self.template, self.title(), self.context(form), **about)

    def context(self, form) -> dict:
        return {
            "act": self.act,
            "page": self.act.page,
            "form": form,
            "back_url": self.url(),
            "back_words": self.back_words,
            **self.extra_context(),
        }
