// Comments beside blocks: written, resolved and opened again without leaving what is typed in the article. Without this
// script the links lead to the page of the comments, and so do the buttons.
const form = document.getElementById("comment-acts")
const template = document.getElementById("new-comment-here")
const told = document.getElementById("comment-told")

// The answer is the comment as HTML, or a sentence about what is wrong.
async function send(values) {
  const body = new FormData(form)
  for (const [name, value] of Object.entries(values)) body.set(name, value)
  const response = await fetch(`${form.action}?part`, { method: "POST", body, redirect: "error" }).catch(() => null)
  if (!response || response.status >= 500 || response.status === 403) throw new Error(form.dataset.failed)
  const html = new DOMParser().parseFromString(await response.text(), "text/html")
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

function write(link) {
  const place = link.closest(".block-comments")
  const box = template.content.cloneNode(true).firstElementChild
  const text = box.querySelector("textarea")
  const close = () => {
    box.remove()
    link.parentElement.hidden = false
    link.focus()
  }
  box.querySelector("[data-cancel]").addEventListener("click", close)
  box.querySelector("[data-add]").addEventListener("click", async ({ target }) => {
    target.disabled = true
    try {
      const block = new URL(link.href).searchParams.get("block") ?? ""
      const comment = await send({ block_key: block, text: text.value })
      const list = place.querySelector("details")
      if (list) {
        list.open = true
        list.append(comment)
      } else place.prepend(comment)
      close()
    } catch (error) {
      target.disabled = false
      report(box, error)
    }
  })
  link.parentElement.hidden = true
  link.parentElement.after(box)
  text.focus()
}

if (form) {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[form=comment-acts]")
    const link = event.target.closest("a[data-comment]")
    if (!button && (!link || event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    if (button) act(button)
    else write(link)
  })
}
