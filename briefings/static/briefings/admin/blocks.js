// Makes the list of blocks usable with the keyboard, and keeps the order of reading the order that is seen.
const words = document.getElementById("block-words")?.dataset
const told = document.getElementById("block-told")
const machine = () => document.querySelector(".order-machine")
const blocks = () =>
  [...machine().querySelectorAll(":scope > .inline-related:not(.empty-form)")].sort((a, b) => a.style.order - b.style.order)

function asButton(element, label) {
  element.tabIndex = 0
  element.setAttribute("role", "button")
  if (label) element.setAttribute("aria-label", label)
}

function button(text, label, act) {
  const made = document.createElement("button")
  made.type = "button"
  made.textContent = text
  made.setAttribute("aria-label", label)
  made.title = label
  made.addEventListener("click", (event) => {
    event.stopPropagation()
    event.preventDefault()
    act(made)
  })
  return made
}

function renumber(inOrder) {
  inOrder.forEach((block, index) => {
    block.querySelector(".order-machine-ordering").value = block.style.order = 10 * (index + 1)
  })
}

function tidy() {
  blocks().forEach((block, index, all) => {
    if (index && all[index - 1].nextElementSibling !== block) all[index - 1].after(block)
  })
}

function move(block, by, pressed) {
  const all = blocks()
  const from = all.indexOf(block)
  const to = from + by
  if (to < 0 || to >= all.length) return
  all.splice(to, 0, ...all.splice(from, 1))
  renumber(all)
  if (by < 0) all[to + 1].before(block)
  else all[to - 1].after(block)
  pressed.focus()
  block.scrollIntoView({ block: "nearest" })
  told.textContent = `${words.moved} ${to + 1} ${words.of} ${all.length}`
}

function fold(block, pressed) {
  block.classList.toggle("collapsed")
  pressed.setAttribute("aria-expanded", String(!block.classList.contains("collapsed")))
}

function nameFields(block) {
  for (const editor of block.querySelectorAll(".tiptap")) {
    const label = editor.closest(".form-row")?.querySelector("label")
    editor.setAttribute("role", "textbox")
    editor.setAttribute("aria-multiline", "true")
    if (label) editor.setAttribute("aria-label", label.textContent.replace(":", "").trim())
  }
}

function dress(block) {
  const head = block.querySelector(":scope > h3")
  if (!head || head.querySelector(".block-tools")) return
  const tools = document.createElement("span")
  tools.className = "block-tools"
  tools.append(
    button("↑", words.up, (pressed) => move(block, -1, pressed)),
    button("↓", words.down, (pressed) => move(block, 1, pressed)),
    button("±", words.fold, (pressed) => fold(block, pressed)),
  )
  tools.lastChild.setAttribute("aria-expanded", String(!block.classList.contains("collapsed")))
  head.querySelector(".inline_label").after(tools)
  const target = block.querySelector(":scope > .order-machine-insert-target")
  if (target) asButton(target, words.add)
  block.classList.toggle("for-deletion", Boolean(head.querySelector(".delete input:checked")))
}

function insertTargetOf(block) {
  if (block.querySelector(":scope > .order-machine-insert-target")) return
  const target = document.createElement("span")
  target.className = "order-machine-insert-target"
  block.append(target)
}

function start() {
  if (!machine() || !words || !window.ContentEditor?.allowChange) return
  for (const choice of document.querySelectorAll(".plugin-buttons .plugin-button")) asButton(choice)
  for (const target of document.querySelectorAll(".order-machine > .order-machine-insert-target.last")) asButton(target, words.addLast)
  blocks().forEach(dress)
  tidy()
  document.querySelectorAll(".order-machine .inline-related").forEach(nameFields)
}

document.addEventListener("keydown", (event) => {
  const pressed = event.target.closest?.(".order-machine-insert-target, .plugin-button[role=button]")
  if (pressed && (event.key === "Enter" || event.key === " ")) {
    event.preventDefault()
    pressed.click()
    const open = document.querySelector(".plugin-buttons-visible .plugin-button:not(.content-editor-hide)")
    if (open && !pressed.matches(".plugin-button")) open.focus()
  }
  const menu = event.target.closest?.(".plugin-buttons")
  if (menu && ["ArrowDown", "ArrowUp"].includes(event.key)) {
    event.preventDefault()
    const choices = [...menu.querySelectorAll(".plugin-button:not(.content-editor-hide)")]
    const step = event.key === "ArrowDown" ? 1 : choices.length - 1
    choices[(choices.indexOf(event.target) + step) % choices.length]?.focus()
  }
  if (menu && event.key === "Escape") document.querySelector(".order-machine-insert-target.selected")?.focus()
})

// After a save that was refused the editor goes back, 200 ms after it has started, to where the page stood when it was
// left; what is to be corrected stands at the top.
const refused = document.querySelector(".form-errors")
if (refused) {
  const kept = new URLSearchParams(location.hash.slice(1))
  if (kept.has("scrollY")) {
    kept.set("scrollY", "0")
    history.replaceState(null, "", `#${kept}`)
  }
  setTimeout(() => refused.focus(), 300)
}

document.addEventListener("content-editor:ready", start)
if (window.ContentEditor?.currentRegion) start()
let added = null // the newest block, whose editor takes the focus as soon as it is there
document.addEventListener("prose-editor:ready", (event) => {
  nameFields(event.target.closest(".form-row, .inline-related") ?? document.body)
  if (added?.contains(event.target)) {
    event.detail.editor.commands.focus()
    added = null
  }
})
document.addEventListener("formset:added", (event) => {
  const block = event.target
  if (!machine()?.contains(block)) return
  const kind = window.ContentEditor.pluginsByPrefix[event.detail.formsetName]?.title ?? ""
  insertTargetOf(block)
  dress(block)
  added = block
  setTimeout(() => {
    // The editor's own listener, which may come after this one, calls every block alike.
    if (kind) block.querySelector(".inline_label").textContent = kind
    tidy()
    const editor = block.querySelector(".tiptap")
    ;(editor ?? block.querySelector("fieldset input:not([type=hidden]), fieldset textarea, fieldset select"))?.focus()
  }, 0)
})
document.addEventListener("drop", () => setTimeout(tidy, 0))
