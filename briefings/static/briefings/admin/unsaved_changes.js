// Keeps what is typed into the desk's forms in this browser, that of an article every half minute on the server too, and
// offers it again where it was not saved. A key is "typing:<person>:<form>:<token>"; the token goes with the form, and
// the answer to a save names it in a cookie.
const page = document.getElementById("unsaved")
const MAX_DAYS = 3
const SEND_EVERY = 30000
const TYPED = "textarea, input:is([type=text], [type=email], [type=url], [type=search], [type=number], [type=date], :not([type]))"
const SECRET = "input[type=password], input[type=file], [autocomplete=one-time-code], [autocomplete$=-password], [data-not-kept]"

const read = (key) => {
  try {
    return JSON.parse(localStorage.getItem(key))
  } catch {
    return null // not ours, or truncated
  }
}

// Remove copies that were saved or are old, also those of other forms.
function tidy() {
  const cookie = /(?:^|; )saved_typing=([^;]*)/.exec(document.cookie)
  const saved = new Set(cookie?.[1].split("."))
  if (cookie) document.cookie = "saved_typing=; path=/admin/; max-age=0"
  for (const key of Object.keys(localStorage).filter((name) => name.startsWith("typing:"))) {
    const copy = read(key)
    if (!copy || copy.at < Date.now() - MAX_DAYS * 86400000 || saved.has(key.split(":").pop())) localStorage.removeItem(key)
  }
}

// Keep one form. `kind` has `entries()` as JSON can hold them, `text()` for comparing, `restore(copy)`, and for an
// article `send(values, keepalive)` and the server's `copy`.
function keep(form, name, kind) {
  const prefix = `typing:${page.dataset.user}:${name}:`
  const token = form.elements.typing ?? form.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name: "typing" }))
  // The answer to a post shows what was posted: the copy goes on under its token, and nothing older is offered.
  const { posted } = page.dataset
  if (!token.value && posted && localStorage.getItem(prefix + posted) !== null) token.value = posted
  const isAgain = Boolean(token.value)
  token.value ||= crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`.replace(".", "")
  const key = prefix + token.value
  let last = null
  let isChanged = isAgain
  const copies = Object.keys(localStorage)
    .filter((name) => name.startsWith(prefix) && name !== key)
    .map((name) => [name, read(name)])
  if (kind.copy) copies.push(kind.copy)
  copies.sort((a, b) => b[1].at - a[1].at)

  // Remember the form at the first input: the rich text editors may have reformatted their texts on load.
  const touch = (event) => {
    if (event.isTrusted && last === null) last = event.type === "input" ? "" : kind.text()
  }

  const store = () => {
    if (last === null && !isChanged) return
    const now = kind.text()
    if (now === last && !(isChanged && localStorage.getItem(prefix + token.value) === null)) return
    last = now
    isChanged = true
    try {
      localStorage.setItem(prefix + token.value, JSON.stringify({ at: Date.now(), entries: kind.entries() }))
    } catch {
      // storage is full or forbidden: the form works without it
    }
  }

  let sent = null // the text of the server's copy
  let isSubmitted = false // what was saved needs no copy
  const send = async (keepalive) => {
    if (!kind.send || !isChanged || isSubmitted || sent === kind.text()) return
    store()
    const sending = kind.text()
    const at = read(prefix + token.value)?.at ?? ""
    if (await kind.send({ token: token.value, entries: JSON.stringify(kind.entries()), at }, keepalive)) sent = sending
  }

  const offer = ([copyKey, copy]) => {
    const message = page.querySelector("template").content.cloneNode(true).firstElementChild
    const time = message.querySelector("time")
    time.dateTime = new Date(copy.at).toISOString()
    time.textContent = new Date(copy.at).toLocaleString(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" })
    message.querySelector("[data-typing=restore]").addEventListener("click", async () => {
      try {
        await kind.restore(copy)
      } catch (error) {
        const failure = message.querySelector(".typing-failed")
        failure.textContent = error.message
        failure.classList.add("errornote")
        failure.hidden = false
        return
      }
      if (kind.isPosted) return
      token.value = copyKey.split(":").pop()
      isChanged = true
      message.remove()
    })
    message.querySelector("[data-typing=discard]").addEventListener("click", () => {
      localStorage.removeItem(copyKey)
      kind.send?.({ token: copyKey.split(":").pop(), discard: "1" }, true)
      message.remove()
    })
    kind.place().prepend(message)
  }

  if (kind.isPosted || !isAgain) copies.slice(0, 1).forEach(offer)
  for (const type of ["keydown", "pointerdown", "drop", "paste", "input"]) form.addEventListener(type, touch, true)
  setInterval(store, 2000)
  if (kind.send) setInterval(send, SEND_EVERY)
  addEventListener("pagehide", () => {
    store()
    send(true)
  })
  form.addEventListener("submit", () => {
    store()
    isSubmitted = true
  })
}

// The form of an article: the server shows what was typed again, with its blocks, as a post that saves nothing.
function article(form, box) {
  const NOT_STORED = /^(csrfmiddlewaretoken|_.*|initial-.*)$/
  const entries = () =>
    [...new FormData(form)].filter(([name, value]) => !NOT_STORED.test(name) && !name.includes("__prefix__") && typeof value === "string")
  const number = box.dataset.article === "new" ? "" : box.dataset.article
  // With keepalive the browser sends the request although the page is closing; it limits such requests to 64 KB.
  const send = async (values, keepalive = false) => {
    const body = new URLSearchParams({ article: number, ...values })
    const headers = { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value, "X-By-Itself": "1" }
    const response = await askDesk(box.dataset.url, { method: "POST", headers, body, keepalive })
    return Boolean(response?.ok) // no connection, or signed out: this browser has its own copy
  }
  const copyOnServer = async () => {
    const response = await askDesk(`${box.dataset.url}?${new URLSearchParams({ article: number })}`, { headers: { "X-By-Itself": "1" } })
    if (!response?.ok) throw new Error(response?.isSignedOut ? page.dataset.signedOut : page.dataset.failed)
    return (await response.json()).entries
  }
  const restore = async (copy) => {
    const again = document.createElement("form")
    again.method = "post"
    again.action = location.pathname
    const add = (field, value) => again.append(Object.assign(document.createElement("textarea"), { name: field, value }))
    for (const [field, value] of copy.entries ?? (await copyOnServer())) add(field, value)
    add("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value)
    add("_edit", "1")
    again.hidden = true
    document.body.append(again)
    again.submit()
  }
  const { copy, copied, gone } = box.dataset
  // The server took these copies as they are here and has them no more: they were saved or discarded on another device.
  for (const [token, at] of (gone ?? "").split(" ").map((each) => each.split("_"))) {
    const key = `typing:${page.dataset.user}:${box.dataset.article}:${token}`
    if (String(read(key)?.at) === at) localStorage.removeItem(key)
  }
  keep(form, box.dataset.article, {
    isPosted: true,
    entries,
    text: () => JSON.stringify(entries().filter(([name]) => name !== "typing")),
    restore,
    send,
    copy: copy && copy !== form.elements.typing.value ? [`typing:${page.dataset.user}:${box.dataset.article}:${copy}`, { at: Date.parse(copied) }] : null,
    place: () => box,
  })
}

// Any other form: what was typed is filled in again. Hidden fields say what the page knows, and stay.
function fields(form) {
  return [...form.elements].filter(
    (field) =>
      field.name && !field.name.startsWith("_") && !field.name.includes("__prefix__") && !field.matches(SECRET) &&
      !["hidden", "submit", "button", "reset", "image", "fieldset", "output"].includes(field.type),
  )
}

function entryOf(field) {
  if (field.matches("[type=checkbox], [type=radio]")) return [field.name, field.value, field.checked]
  if (field.matches("select")) return [field.name, [...field.selectedOptions].map((option) => [option.value, option.label])]
  return [field.name, field.value]
}

// {prefix: {rows, ids}} of the form's tables of rows; `ids` are those of the stored ones.
function tables(form) {
  const found = {}
  for (const total of form.querySelectorAll("input[name$='-TOTAL_FORMS']")) {
    const prefix = total.name.slice(0, -"-TOTAL_FORMS".length)
    const stored = Number(form.elements[`${prefix}-INITIAL_FORMS`]?.value ?? 0)
    found[prefix] = { rows: Number(total.value), ids: Array.from({ length: stored }, (_, row) => form.elements[`${prefix}-${row}-id`]?.value ?? "") }
  }
  return found
}

// The name that a field of a row has now: rows may have been stored meanwhile.
function renamed(name, before, now) {
  const [, prefix, row, rest] = /^(.+?)-(\d+)-(.+)$/.exec(name) ?? []
  if (!before[prefix] || !now[prefix]) return name
  const stored = before[prefix].ids.length
  const place = row < stored ? now[prefix].ids.indexOf(before[prefix].ids[row]) : row - stored + now[prefix].ids.length
  return place < 0 ? null : `${prefix}-${place}-${rest}`
}

function fill(form, { fields: entries, tables: before }) {
  const now = tables(form)
  for (const [prefix, { rows, ids }] of Object.entries(before)) {
    if (!now[prefix]) continue
    const more = rows - ids.length + now[prefix].ids.length - now[prefix].rows
    for (let row = 0; row < more; row++) document.getElementById(`${prefix}-group`)?.querySelector(".add-row a, a.add-row")?.click()
  }
  const present = fields(form)
  for (const [stored, value, isChecked] of entries) {
    const name = renamed(stored, before, now)
    const field = present.find((one) => one.name === name && (isChecked === undefined || one.value === value))
    if (!field) continue
    if (isChecked !== undefined) field.checked = isChecked
    else if (Array.isArray(value)) choose(field, value)
    else field.value = value
    for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, { bubbles: true }))
    if (window.django?.jQuery) window.django.jQuery(field).trigger("change.select2")
  }
}

function choose(select, options) {
  const wanted = new Set(options.map(([value]) => value))
  for (const [value, label] of options) if (![...select.options].some((option) => option.value === value)) select.add(new Option(label, value))
  for (const option of select.options) option.selected = wanted.has(option.value)
}

function other(form, name) {
  const entries = () => ({ fields: fields(form).map(entryOf), tables: tables(form) })
  const text = () => JSON.stringify(fields(form).map((field) => [field.name, field.matches("select") ? [...field.selectedOptions].map((option) => option.value) : entryOf(field).slice(1)]))
  keep(form, name, { entries, text, restore: (copy) => fill(form, copy.entries), place: () => form })
}

function names(forms) {
  const taken = {}
  return forms.map((form) => {
    const place = new URL(form.getAttribute("action") || location.pathname, location.href).pathname
    const name = `${place}#${form.id || form.getAttribute("aria-labelledby") || ""}`
    taken[name] = (taken[name] ?? 0) + 1
    return [form, taken[name] > 1 ? `${name}~${taken[name]}` : name]
  })
}

function countCharacters(field) {
  const counter = document.createElement("div")
  counter.className = "help counter"
  const count = () => {
    counter.textContent = `${field.value.length} / ${field.dataset.counter}`
    counter.classList.toggle("over", field.value.length > Number(field.dataset.counter))
  }
  ;(field.closest(".flex-container") ?? field).after(counter)
  field.addEventListener("input", count)
  count()
}

if (page) {
  tidy()
  const box = document.getElementById("typing")
  const ofArticle = box?.closest("form")
  if (ofArticle?.querySelector("[name=_continue]")) article(ofArticle, box)
  const others = [...document.querySelectorAll("#content form[method=post]")].filter(
    (form) => form !== ofArticle && form.id !== "changelist-form" && !form.querySelector(SECRET.replace("input[type=file], ", "")) && fields(form).some((field) => field.matches(TYPED)),
  )
  for (const [form, name] of names(others)) other(form, name)
}
for (const field of document.querySelectorAll("form [data-counter]")) countCharacters(field)
