// The dialog for a link: an address is typed, or found among the pages of this site. What cannot be a link is refused.
import { linkAddress } from "briefings/links"

const words = () => document.getElementById("block-words")?.dataset ?? {}
let count = 0

function make(tag, properties = {}, children = []) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(properties)) {
    if (name in element) element[name] = value
    else element.setAttribute(name, value)
  }
  element.append(...children)
  return element
}

function field(name, label, properties) {
  const id = `link-${name}-${count}`
  const input = make("input", { id, name, autocomplete: "off", ...properties })
  return [make("div", { className: "prose-editor-dialog-field" }, [make("label", { htmlFor: id, textContent: label }), input]), input]
}

const language = () => document.getElementById("id_language")?.value || words().language

async function targets(term) {
  const query = new URLSearchParams({ q: term, language: language() })
  const response = await askDesk(`${words().linkTargets}?${query}`, { headers: { Accept: "application/json" } })
  if (!response?.ok) throw new Error(response?.statusText)
  return (await response.json()).results
}

// {href, title}, or null when nothing is to change.
export function askForLink({ href, title }) {
  count += 1
  const [addressRow, address] = field("href", words().linkAddress, { type: "text", value: href ?? "", inputMode: "url" })
  const [titleRow, titleField] = field("title", words().linkTitle, { type: "text", value: title ?? "", maxLength: 200 })
  const [searchRow, search] = field("search", words().linkSearch, { type: "search" })
  const refused = make("p", { id: `link-refused-${count}`, className: "link-refused", role: "alert" })
  const found = make("ul", { className: "link-targets" })
  const told = make("p", { className: "help", role: "status" })
  const heading = make("h3", { id: `link-heading-${count}`, className: "prose-editor-dialog-title", textContent: words().link })
  const submit = make("button", { type: "submit", textContent: words().setLink })
  const cancel = make("button", { type: "button", textContent: words().cancel })
  const form = make("form", { noValidate: true }, [
    heading, addressRow, refused, searchRow, told, found, titleRow,
    make("div", { className: "prose-editor-dialog-buttons" }, [submit, cancel]),
  ]) // prettier-ignore
  const dialog = make("dialog", { className: "prose-editor-dialog link-dialog", "aria-labelledby": heading.id }, [form])
  address.setAttribute("aria-describedby", refused.id)

  const show = (results) => {
    told.textContent = results.length ? "" : words().linkNone
    found.replaceChildren(
      ...results.map((result) => {
        const button = make("button", { type: "button" }, [result.title, " ", make("small", { textContent: result.kind })])
        button.addEventListener("click", () => {
          address.value = result.url
          refused.textContent = ""
          submit.focus()
        })
        return make("li", {}, [button])
      }),
    )
  }

  let waiting = null
  let asked = 0
  const look = async () => {
    const term = search.value.trim()
    const number = (asked += 1)
    if (!term) return found.replaceChildren()
    try {
      const results = await targets(term)
      if (number === asked) show(results)
    } catch {
      if (number === asked) told.textContent = words().linkFailed
    }
  }
  search.addEventListener("input", () => {
    clearTimeout(waiting)
    waiting = setTimeout(look, 250)
  })
  search.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return
    event.preventDefault()
    clearTimeout(waiting)
    look()
  })

  document.body.append(dialog)
  return new Promise((resolve) => {
    let link = null
    form.addEventListener("submit", (event) => {
      event.preventDefault()
      event.stopPropagation()
      const accepted = linkAddress(address.value)
      if (!accepted) {
        refused.textContent = words().linkRefused
        address.setAttribute("aria-invalid", "true")
        address.focus()
        return
      }
      link = { href: accepted, title: titleField.value.replace(/\s+/g, " ").trim() || null }
      dialog.close()
    })
    cancel.addEventListener("click", () => dialog.close())
    dialog.addEventListener("close", () => {
      dialog.remove()
      resolve(link)
    })
    dialog.showModal()
    address.focus()
    address.select()
  })
}
