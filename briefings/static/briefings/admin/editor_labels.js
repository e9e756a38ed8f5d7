// Translates the labels of the rich text editor's buttons.
const done = new WeakSet()

function labelButtons() {
  for (const button of document.querySelectorAll(".prose-menubar button")) {
    if (done.has(button)) continue
    done.add(button)
    if (button.title) {
      button.title = window.gettext(button.title)
      button.setAttribute("aria-label", button.title)
    }
    const text = button.querySelector("h2, h3, p")
    if (text) text.textContent = window.gettext(text.textContent)
  }
}

if (window.gettext) {
  new MutationObserver(labelButtons).observe(document.body, { childList: true, subtree: true })
  labelButtons()
}
