// Keeps what is being typed in this browser until it is saved, and offers it on return.
const box = document.getElementById("typing")
const form = box?.closest("form")
const DAYS_KEPT = 3
const NOT_KEPT = /^(csrfmiddlewaretoken|_.*|initial-.*)$/

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
    [...new FormData(form)].filter(([name, value]) => !NOT_KEPT.test(name) && !name.includes("__prefix__") && typeof value === "string")
  const text = () => JSON.stringify(entries().filter(([name]) => name !== "typing"))

  // What the form held before the first touch; editors may have tidied their texts by then.
  const touch = (event) => {
    if (event.isTrusted && last === null) last = event.type === "input" ? "" : text()
  }

  const keep = () => {
    if (last === null && !isChanged) return
    const now = text()
    if (now === last && !(isChanged && localStorage.getItem(key) === null)) return
    last = now
    isChanged = true
    try {
      localStorage.setItem(key, JSON.stringify({ at: Date.now(), entries: entries() }))
    } catch {
      // full or forbidden: the form works on without it
    }
  }

  const stored = () => {
    const found = []
    for (const name of Object.keys(localStorage).filter((name) => name.startsWith("typing:"))) {
      let kept = null
      try {
        kept = JSON.parse(localStorage.getItem(name))
      } catch {
        // not ours, or cut short
      }
      if (!kept || kept.at < Date.now() - DAYS_KEPT * 86400000 || saved.has(name.split(":").pop())) localStorage.removeItem(name)
      else if (name.startsWith(prefix) && name !== key) found.push([name, kept])
    }
    return found.sort((a, b) => b[1].at - a[1].at)
  }

  const restore = (name, kept) => {
    const again = document.createElement("form")
    again.method = "post"
    again.action = location.pathname
    const add = (field, value) => {
      const input = document.createElement("textarea")
      input.name = field
      input.value = value
      again.append(input)
    }
    for (const [field, value] of kept.entries) add(field, value)
    add("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value)
    add("_edit", "1")
    again.hidden = true
    document.body.append(again)
    again.submit()
  }

  const offer = ([name, kept]) => {
    const shown = box.querySelector("template").content.cloneNode(true).firstElementChild
    const time = shown.querySelector("time")
    time.dateTime = new Date(kept.at).toISOString()
    time.textContent = new Date(kept.at).toLocaleString(document.documentElement.lang)
    shown.querySelector("[data-typing=restore]").addEventListener("click", () => restore(name, kept))
    shown.querySelector("[data-typing=discard]").addEventListener("click", () => {
      localStorage.removeItem(name)
      shown.remove()
    })
    box.append(shown)
  }

  stored().slice(0, 1).forEach(offer)
  for (const kind of ["keydown", "pointerdown", "drop", "paste", "input"]) form.addEventListener(kind, touch, true)
  setInterval(keep, 2000)
  addEventListener("pagehide", keep)
  form.addEventListener("submit", keep)

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
