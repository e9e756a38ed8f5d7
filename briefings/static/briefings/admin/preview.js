// Shows what is on the screen as readers would see it, at the width of a phone or of a desktop: posts a copy of the form
// into the frame of a dialog. Without this script the form is posted into a new tab.
const form = document.getElementById("article_form")
const dialog = document.getElementById("preview")
const frame = dialog?.querySelector("iframe")

const failure = dialog?.querySelector(".preview-failed")
let isRenewed = false // the token of the form, after somebody signed in in another tab

function post() {
  failure.hidden = true
  frame.hidden = false
  const copy = document.createElement("form")
  copy.method = "post"
  copy.action = dialog.dataset.url
  copy.target = frame.name
  copy.hidden = true
  for (const [name, value] of new FormData(form)) {
    if (typeof value !== "string") continue
    const field = document.createElement("textarea")
    field.name = name
    field.value = value
    copy.append(field)
  }
  const token = isRenewed && /(?:^|; )csrftoken=([^;]*)/.exec(document.cookie)?.[1]
  if (token) copy.elements.csrfmiddlewaretoken.value = token
  document.body.append(copy)
  copy.submit()
  copy.remove()
}

// Only the preview may be shown in a frame: the sign-in page and errors cannot, and the browser shows its own page.
async function explain() {
  frame.hidden = true
  const response = await askDesk(location.pathname)
  if (response?.ok && !isRenewed) {
    isRenewed = true
    return post()
  }
  failure.textContent = response?.isSignedOut ? document.getElementById("unsaved").dataset.signedOut : failure.dataset.failed
  failure.hidden = false
}

function setWidth(width) {
  dialog.dataset.shown = width
  for (const button of dialog.querySelectorAll("[data-width]")) button.setAttribute("aria-pressed", String(button.dataset.width === width))
}

if (form && dialog) {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-preview]")
    if (!opener || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    opener.closest("details")?.removeAttribute("open")
    isRenewed = false
    setWidth(matchMedia("(max-width: 767px)").matches ? "phone" : "desktop")
    dialog.showModal()
    post()
  })
  dialog.addEventListener("click", ({ target }) => {
    if (target.dataset.width) setWidth(target.dataset.width)
    if ("close" in target.dataset) dialog.close()
  })
  // Other pages do not open in a frame: they get a tab of their own.
  frame.addEventListener("load", () => {
    if (!frame.contentDocument) return explain()
    for (const link of frame.contentDocument.querySelectorAll("a[href]:not([href^='#'])")) link.target = "_blank"
  })
}
