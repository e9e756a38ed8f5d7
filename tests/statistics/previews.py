"""Type values into a form of the desk, read the preview, and confirm it."""


def previewed(browser, address, typed):
    """The page with the preview, or with the question what a number means."""
    response = browser.post(address, typed)
    assert response.status_code == 200
    return response


def confirmed(browser, address, typed, **answers):
    """Post what the preview's form holds, hidden fields included; the page to which that leads."""
    shown = previewed(browser, address, typed)
    assert "preview" in shown.context, shown.text
    return confirm(browser, address, shown, **answers)


def confirm(browser, address, shown, **answers):
    fields = dict(shown.context["hidden"]) | {"seen": shown.context["preview"].digest, "confirm": "Record"}
    return browser.post(address, fields | {"kind": "update"} | answers, follow=True)
