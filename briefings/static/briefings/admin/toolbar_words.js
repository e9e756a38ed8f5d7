// The text editor names its buttons in English only, and what its dialog for a link does in no good words; here both get
// their names in the language of the administration.
const words = document.getElementById("block-words")?.dataset
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

function nameLinkDialog() {
  for (const dialog of document.querySelectorAll(".prose-editor-dialog")) {
    const title = dialog.querySelector(".prose-editor-dialog-title")
    if (!words || named.has(dialog) || title?.textContent !== window.gettext("Edit Link")) continue
    named.add(dialog)
    title.textContent = words.link
    dialog.querySelector("[type=submit]").textContent = words.setLink
    title.id ||= "link-dialog-title"
    dialog.setAttribute("aria-labelledby", title.id)
  }
}

function nameAll() {
  name()
  nameLinkDialog()
}

if (window.gettext) {
  new MutationObserver(nameAll).observe(document.body, { childList: true, subtree: true })
  nameAll()
}
