// Translates the labels of the rich text editor's buttons, and gives its link dialog clearer texts.
const labels = document.getElementById("block-words")?.dataset
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

function labelLinkDialog() {
  for (const dialog of document.querySelectorAll(".prose-editor-dialog")) {
    const title = dialog.querySelector(".prose-editor-dialog-title")
    if (!labels || done.has(dialog) || title?.textContent !== window.gettext("Edit Link")) continue
    done.add(dialog)
    title.textContent = labels.link
    dialog.querySelector("[type=submit]").textContent = labels.setLink
    title.id ||= "link-dialog-title"
    dialog.setAttribute("aria-labelledby", title.id)
  }
}

function labelAll() {
  labelButtons()
  labelLinkDialog()
}

if (window.gettext) {
  new MutationObserver(labelAll).observe(document.body, { childList: true, subtree: true })
  labelAll()
}
