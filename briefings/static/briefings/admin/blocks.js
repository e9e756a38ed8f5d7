// Keyboard use of the block editor: move, fold and add buttons. Also keeps the DOM order equal to the visible order.
// Other modules import it under the name that the import map gives it, so that it runs once.
const labels = document.getElementById("block-words")?.dataset
const statusLine = document.getElementById("block-told")
const machine = () => document.querySelector(".order-machine")
export const blocks = () =>
  [...machine().querySelectorAll(":scope > .inline-related:not(.empty-form)")].sort((a, b) => a.style.order - b.style.order)

function asButton(element, label) {
  element.tabIndex = 0
  element.setAttribute("role", "button")
  if (label) element.setAttribute("aria-label", label)
}

function button(text, label, act) {
  const element = document.createElement("button")
  element.type = "button"
  element.textContent = text
  element.setAttribute("aria-label", label)
  element.title = label
  element.addEventListener("click", (event) => {
    event.stopPropagation()
    event.preventDefault()
    act(element)
  })
  return element
}

export function renumber(inOrder) {
  inOrder.forEach((block, index) => {
    block.querySelector(".order-machine-ordering").value = block.style.order = 10 * (index + 1)
  })
}

export function sortElements() {
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
  statusLine.textContent = `${labels.moved} ${to + 1} ${labels.of} ${all.length}`
}

function fold(block, pressed) {
  block.classList.toggle("collapsed")
  pressed.setAttribute("aria-expanded", String(!block.classList.contains("collapsed")))
}

function labelEditors(block) {
  for (const editor of block.querySelectorAll(".tiptap")) {
    const label = editor.closest(".form-row")?.querySelector("label")
    editor.setAttribute("role", "textbox")
    editor.setAttribute("aria-multiline", "true")
    if (label) editor.setAttribute("aria-label", label.textContent.replace(":", "").trim())
  }
}

function addTools(block) {
  const head = block.querySelector(":scope > h3")
  if (!head || head.querySelector(".block-tools")) return
  const tools = document.createElement("span")
  tools.className = "block-tools"
  tools.append(
    button("↑", labels.up, (pressed) => move(block, -1, pressed)),
    button("↓", labels.down, (pressed) => move(block, 1, pressed)),
    button("±", labels.fold, (pressed) => fold(block, pressed)),
  )
  tools.lastChild.setAttribute("aria-expanded", String(!block.classList.contains("collapsed")))
  head.querySelector(".inline_label").after(tools)
  const target = block.querySelector(":scope > .order-machine-insert-target")
  if (target) asButton(target, labels.add)
  block.classList.toggle("for-deletion", Boolean(head.querySelector(".delete input:checked")))
}

function addInsertTarget(block) {
  if (block.querySelector(":scope > .order-machine-insert-target")) return
  const target = document.createElement("span")
  target.className = "order-machine-insert-target"
  block.append(target)
}

// An empty article opens with a text block. It takes no focus, and is not saved unless somebody has typed in it.
let opening = null

function openWithText() {
  if (blocks().length || !labels.opening || document.querySelector(".form-errors")) return
  opening = "expected"
  window.ContentEditor.addContent(labels.opening)
  document.getElementById("article_form").addEventListener("submit", () => {
    if (opening?.isConnected && !opening.querySelector(".tiptap")?.textContent.trim()) opening.querySelector(".inline-deletelink")?.click()
  }, true)
}

function start() {
  if (!machine() || !labels || !window.ContentEditor?.allowChange) return
  for (const choice of document.querySelectorAll(".plugin-buttons .plugin-button")) asButton(choice)
  for (const target of document.querySelectorAll(".order-machine > .order-machine-insert-target.last")) {
    asButton(target, labels.addLast)
    target.id = "id_body" // the place to which the checklist leads
  }
  blocks().forEach(addTools)
  sortElements()
  document.querySelectorAll(".order-machine .inline-related").forEach(labelEditors)
  openWithText()
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

// 200 ms after its start, content-editor scrolls to the position before the save. After a refused save, scroll to the
// errors at the top instead.
const errors = document.querySelector(".form-errors")
if (errors) {
  const state = new URLSearchParams(location.hash.slice(1))
  if (state.has("scrollY")) {
    state.set("scrollY", "0")
    history.replaceState(null, "", `#${state}`)
  }
  setTimeout(() => errors.focus(), 300)
}

document.addEventListener("content-editor:ready", start)
if (window.ContentEditor?.currentRegion) start()
let added = null // the newest block; its editor gets the focus when it is ready
document.addEventListener("prose-editor:ready", (event) => {
  labelEditors(event.target.closest(".form-row, .inline-related") ?? document.body)
  if (added?.contains(event.target)) {
    event.detail.editor.commands.focus()
    added = null
  }
})
document.addEventListener("formset:added", (event) => {
  const block = event.target
  if (!machine()?.contains(block)) return
  const kind = window.ContentEditor.pluginsByPrefix[event.detail.formsetName]?.title ?? ""
  addInsertTarget(block)
  addTools(block)
  const isOpening = opening === "expected"
  if (isOpening) opening = block
  else added = block
  setTimeout(() => {
    // content-editor's own listener may run after this one and gives every new block the same label.
    if (kind) block.querySelector(".inline_label").textContent = kind
    sortElements()
    if (isOpening) return
    const editor = block.querySelector(".tiptap")
    ;(editor ?? block.querySelector("fieldset input:not([type=hidden]), fieldset textarea, fieldset select"))?.focus()
  }, 0)
})
document.addEventListener("drop", () => setTimeout(sortElements, 0))
