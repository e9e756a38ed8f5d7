// The text editor names its buttons in English only; here they get their names in the language of the administration.
const named = new WeakSet()

function name() {
  for (const button of document.querySelectorAll(".prose-menubar button")) {
    if (named.has(button)) continue
    named.add(button)
    if (button.title) {
      button.title = window.gettext(button.title)
      button.setAttribute("aria-label", button.title)
    }
    const words = button.querySelector("h2, h3, p")
    if (words) words.textContent = window.gettext(words.textContent)
  }
}

if (window.gettext) {
  new MutationObserver(name).observe(document.body, { childList: true, subtree: true })
  name()
}
