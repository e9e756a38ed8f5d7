// Comments beside blocks: written, resolved and opened again without leaving what is typed in the article. Without this
// script the links lead to the page of the comments, and so do the buttons.
const form = document.getElementById("comment-acts")
const template = document.getElementById("new-comment-here")
const told = document.getElementById("comment-told")
const { user, signedOut } = document.getElementById("unsaved")?.dataset ?? {}
const typed = new Map() // boxes in which somebody has typed: what sends the comment, true if it was made
const kept = form && `typing:${user}:${new URL(form.action).pathname}#block:` // unsaved_changes.js removes old ones

const parse = async (response) => new DOMParser().parseFromString(await response.text(), "text/html")

async function post(values) {
  const body = new FormData(form)
  for (const [name, value] of Object.entries(values)) body.set(name, value)
  const response = await askDesk(`${form.action}?part`, { method: "POST", body })
  if (response?.isSignedOut) throw new Error(signedOut)
  return response
}

// Signing in in another tab replaces the token of every form. Not if somebody else has signed in there.
async function renewToken() {
  const response = await askDesk(form.action)
  const page = response?.ok && (await parse(response))
  const token = page && page.getElementById("unsaved")?.dataset.user === user && page.querySelector("[name=csrfmiddlewaretoken]")?.value
  if (token) for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token
  return Boolean(token)
}

// The answer is the comment as HTML, or a sentence about what is wrong.
async function send(values) {
  let response = await post(values)
  if (response?.status === 403 && (await renewToken())) response = await post(values)
  if (!response || response.status >= 500 || response.status === 403) throw new Error(form.dataset.failed)
  const html = await parse(response)
  if (!response.ok) throw new Error(html.body.textContent.trim())
  return html.querySelector(".open-comment")
}

function report(place, error) {
  const line = place.querySelector(".comment-failed") ?? document.createElement("p")
  line.className = "comment-failed errornote"
  line.setAttribute("role", "alert")
  line.textContent = error.message
  place.append(line)
}

async function act(button) {
  const place = button.closest(".open-comment")
  button.disabled = true
  try {
    const comment = await send({ [button.name]: button.value })
    place.replaceWith(comment)
    told.textContent = comment.querySelector(".comment .quiet:last-child")?.textContent ?? ""
    comment.querySelector("button")?.focus()
  } catch (error) {
    button.disabled = false
    report(place, error)
  }
}

function remember(key, text) {
  try {
    if (text.trim()) localStorage.setItem(key, JSON.stringify({ at: Date.now(), text }))
    else localStorage.removeItem(key)
  } catch {
    // storage is full or forbidden: commenting works without it
  }
}

const blockOf = (link) => new URL(link.href).searchParams.get("block") ?? ""

function write(link, before = null) {
  const place = link.closest(".block-comments")
  const box = template.content.cloneNode(true).firstElementChild
  const text = box.querySelector("textarea")
  const button = box.querySelector("[data-add]")
  const block = blockOf(link)
  const close = () => {
    remember(kept + block, "")
    typed.delete(box)
    box.remove()
    link.parentElement.hidden = false
  }
  const add = async () => {
    button.disabled = text.readOnly = true
    try {
      const comment = await send({ block_key: block, text: text.value })
      const list = place.querySelector("details")
      if (list) {
        list.open = true
        list.append(comment)
      } else place.prepend(comment)
      close()
      return true
    } catch (error) {
      report(box, error)
      return false
    } finally {
      button.disabled = text.readOnly = false
    }
  }
  let sending = null
  const addOnce = () => (sending ??= add().finally(() => (sending = null)))
  text.addEventListener("input", () => {
    remember(kept + block, text.value)
    if (text.value.trim()) typed.set(box, addOnce)
    else typed.delete(box)
  })
  box.querySelector("[data-cancel]").addEventListener("click", () => {
    close()
    link.focus()
  })
  button.addEventListener("click", async () => {
    if (await addOnce()) link.focus()
  })
  link.parentElement.hidden = true
  link.parentElement.after(box)
  if (before === null) text.focus()
  else text.value = before
}

// What was typed beside a block goes before the form that leaves the page; if that fails, the page stays.
let isSending = false
async function sendBefore(submit) {
  submit.preventDefault()
  submit.stopImmediatePropagation()
  if (isSending) return
  isSending = true
  let failed = null
  for (const [box, add] of [...typed]) if (!(await add())) failed ??= box
  isSending = false
  if (failed) failed.querySelector("textarea").focus()
  else submit.target.requestSubmit(submit.submitter)
}

function readKept(key) {
  try {
    return JSON.parse(localStorage.getItem(key))?.text
  } catch {
    return null
  }
}

if (form) {
  for (const link of document.querySelectorAll("a[data-comment]")) {
    link.querySelector("[data-other-tab]")?.remove() // here it opens in place
    const before = readKept(kept + blockOf(link))
    if (before) write(link, before)
  }
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[form=comment-acts]")
    const link = event.target.closest("a[data-comment]")
    if (!button && (!link || event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    if (button) act(button)
    else write(link)
  })
  document.addEventListener(
    "submit",
    (event) => {
      if (typed.size && event.submitter?.formTarget !== "_blank") sendBefore(event)
    },
    true,
  )
}
