// Stores unsaved changes of the form in localStorage, and every half minute on the server, and offers to restore them.
const box = document.getElementById("typing")
const form = box?.closest("form")
const MAX_DAYS = 3
const SEND_EVERY = 30000
const NOT_STORED = /^(csrfmiddlewaretoken|_.*|initial-.*)$/

if (form && form.querySelector("[name=_continue]")) {
  const prefix = `typing:${box.dataset.user}:${box.dataset.article}:`
  const saved = new Set(box.dataset.saved.split(" "))
  const token = form.elements.typing
  const wasPosted = Boolean(token.value)
  token.value ||= crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`.replace(".", "")
  const key = prefix + token.value
  let last = null
  let isChanged = wasPosted

  const entries = () =>
    [...new FormData(form)].filter(([name, value]) => !NOT_STORED.test(name) && !name.includes("__prefix__") && typeof value === "string")
  const text = () => JSON.stringify(entries().filter(([name]) => name !== "typing"))

  // Remember the form at the first input: the rich text editors may have reformatted their texts on load.
  const touch = (event) => {
    if (event.isTrusted && last === null) last = event.type === "input" ? "" : text()
  }

  const store = () => {
    if (last === null && !isChanged) return
    const now = text()
    if (now === last && !(isChanged && localStorage.getItem(key) === null)) return
    last = now
    isChanged = true
    try {
      localStorage.setItem(key, JSON.stringify({ at: Date.now(), entries: entries() }))
    } catch {
      // storage is full or forbidden: the form works without it
    }
  }

  // With keepalive the browser sends the request although the page is closing; it limits such requests to 64 KB.
  const tellServer = async (values, keepalive = false) => {
    const body = new URLSearchParams({ article: box.dataset.article === "new" ? "" : box.dataset.article, ...values })
    const headers = { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value, "X-By-Itself": "1" }
    try {
      return (await fetch(box.dataset.url, { method: "POST", headers, body, keepalive, redirect: "error" })).ok
    } catch {
      return false // no connection, or signed out: this browser has its own copy
    }
  }

  let sent = null // the text of the server's copy
  let isSubmitted = false // what was saved needs no copy
  const send = async (keepalive) => {
    if (!isChanged || isSubmitted || sent === text()) return
    const sending = text()
    if (await tellServer({ token: token.value, entries: JSON.stringify(entries()) }, keepalive)) sent = sending
  }

  const stored = () => {
    const drafts = []
    for (const name of Object.keys(localStorage).filter((name) => name.startsWith("typing:"))) {
      let draft = null
      try {
        draft = JSON.parse(localStorage.getItem(name))
      } catch {
        // not ours, or truncated
      }
      if (!draft || draft.at < Date.now() - MAX_DAYS * 86400000 || saved.has(name.split(":").pop())) localStorage.removeItem(name)
      else if (name.startsWith(prefix) && name !== key) drafts.push([name, draft])
    }
    return drafts.sort((a, b) => b[1].at - a[1].at)
  }

  const restore = (name, draft) => {
    const copy = document.createElement("form")
    copy.method = "post"
    copy.action = location.pathname
    const add = (field, value) => {
      const input = document.createElement("textarea")
      input.name = field
      input.value = value
      copy.append(input)
    }
    for (const [field, value] of draft.entries) add(field, value)
    add("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value)
    add("_edit", "1")
    copy.hidden = true
    document.body.append(copy)
    copy.submit()
  }

  const copyOnServer = async () => {
    const query = new URLSearchParams({ article: box.dataset.article === "new" ? "" : box.dataset.article })
    const response = await fetch(`${box.dataset.url}?${query}`, { headers: { "X-By-Itself": "1" } })
    const { entries } = await response.json()
    return { entries }
  }

  // `draft` has `entries`, or comes from the server when it is wanted.
  const offer = ([name, draft]) => {
    const message = box.querySelector("template").content.cloneNode(true).firstElementChild
    const time = message.querySelector("time")
    time.dateTime = new Date(draft.at).toISOString()
    time.textContent = new Date(draft.at).toLocaleString(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" })
    message.querySelector("[data-typing=restore]").addEventListener("click", async () => restore(name, draft.entries ? draft : await copyOnServer()))
    message.querySelector("[data-typing=discard]").addEventListener("click", () => {
      localStorage.removeItem(name)
      tellServer({ token: name.split(":").pop(), discard: "1" }, true)
      message.remove()
    })
    box.append(message)
  }

  const copies = stored()
  const { copy, copied } = box.dataset
  if (copy && copy !== token.value && !saved.has(copy)) copies.push([prefix + copy, { at: Date.parse(copied) }])
  copies.sort((a, b) => b[1].at - a[1].at).slice(0, 1).forEach(offer)
  for (const type of ["keydown", "pointerdown", "drop", "paste", "input"]) form.addEventListener(type, touch, true)
  setInterval(store, 2000)
  setInterval(send, SEND_EVERY)
  addEventListener("pagehide", () => {
    store()
    send(true)
  })
  form.addEventListener("submit", () => {
    store()
    isSubmitted = true
  })

  for (const field of form.querySelectorAll("[data-counter]")) {
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
}
