// Says above a block what of a pasted text is otherwise than it was, and makes text tables of pasted tables.
import { blocks, renumber, sortElements } from "briefings/blocks"
import { textOf } from "briefings/cells"
import { ours, parsed, textLines } from "briefings/clipboard"

const labels = document.getElementById("block-words")?.dataset

const CHANGES = "table list numbering heading raised struck merged colour completed link anchor picture comment".split(" ")

function summary(changes) {
  const parts = CHANGES.filter((change) => changes[change]).map((change) => {
    const text = labels[`pasted${change[0].toUpperCase()}${change.slice(1)}`]
    return changes[change] > 1 ? `${text} (${changes[change]})` : text
  })
  return parts.length ? `${labels.pasted} ${parts.join("; ")}.` : ""
}

function button(text, act) {
  const element = document.createElement("button")
  element.type = "button"
  element.className = "button"
  element.textContent = text
  element.addEventListener("click", act)
  return element
}

function noteOf(block) {
  let note = block.querySelector(":scope > .pasted-note")
  if (!note) {
    note = document.createElement("div")
    note.className = "pasted-note"
    note.setAttribute("role", "status")
    block.querySelector(":scope > fieldset").before(note)
  }
  return note
}

function tell(block, { changes, tables = [], take, forget = () => {} }) {
  const text = summary(changes)
  const note = noteOf(block)
  if (!text && !tables.length) return note.remove()
  const line = document.createElement("p")
  line.textContent = text
  const close = button("×", () => {
    forget()
    note.remove()
  })
  close.setAttribute("aria-label", labels.close)
  close.title = labels.close
  const sizes = tables.map(({ rows }) => `${rows.length} × ${rows[0].length}`).join(", ")
  const label = `${tables.length === 1 ? labels.makeTable : labels.makeTables} (${sizes})`
  const choice = button(label, () => {
    note.remove()
    makeTables(block, tables, take)
  })
  // The line is put in after the box, so that it is read aloud.
  note.replaceChildren()
  note.append(line, ...(tables.length ? [choice] : []), close)
}

// --- blocks

const prefixOf = (block) => block.id.replace(/-(\d+|empty)$/, "")
const tablePrefix = () => prefixOf(document.querySelector(".empty-form textarea[name$=-cells]").closest(".inline-related"))

// A new block of the formset, before or after another one.
function add(prefix, other, { isBefore = false } = {}) {
  let made = null
  const note = (event) => (made = event.target)
  document.addEventListener("formset:added", note, { once: true })
  window.ContentEditor.addContent(prefix)
  document.removeEventListener("formset:added", note)
  const others = blocks().filter((block) => block !== made)
  others.splice(others.indexOf(other) + (isBefore ? 0 : 1), 0, made)
  renumber(others)
  sortElements()
  return made
}

function remove(block) {
  const link = block.querySelector(".inline-deletelink")
  const box = block.querySelector(":scope > h3 .delete input")
  if (link) link.click()
  else if (box && !box.checked) box.click()
}

function fill(field, value) {
  if (!field) return
  field.value = value
  field.dispatchEvent(new Event("input", { bubbles: true }))
}

// The editor of a new block is made a little later.
function write(block, html) {
  const ready = (event) => {
    if (!block.contains(event.target)) return
    document.removeEventListener("prose-editor:ready", ready)
    event.detail.editor.commands.setContent(html, { emitUpdate: true })
  }
  document.addEventListener("prose-editor:ready", ready)
}

function makeTable(block, table, take) {
  const place = take(table)
  if (!place) return null
  const made = add(tablePrefix(), block, { isBefore: place.isFirst })
  if (place.rest) write(add(prefixOf(block), made), place.rest)
  fill(made.querySelector("[name$=-cells]"), textOf(table.rows))
  fill(made.querySelector("[name$=-caption]"), table.caption)
  fill(made.querySelector("[name$=-note]"), table.note)
  if (place.isEmpty) remove(block)
  return made
}

// From the last one: a table takes what stands behind it out of the text.
function makeTables(block, tables, take) {
  const made = tables.toReversed().map((table) => makeTable(block, table, take))
  document.getElementById("block-told").textContent = labels.tableMade
  setTimeout(() => made.at(-1)?.querySelector("[name$=-caption]").focus(), 0)
}

// --- fields without marks

// The plain text of the clipboard lacks what sets a note's number apart from the value before it.
function pastePlain(event) {
  const field = event.target.closest?.("#article_form :is(textarea, input[type=text], .pasted td, .pasted th)")
  const html = event.clipboardData?.getData("text/html")
  if (!field || !html || event.defaultPrevented) return
  const { body, changes } = ours(parsed(html), { struck: labels.struck })
  if (!changes.raised && !changes.struck) return
  event.preventDefault()
  // Deprecated, but nothing else lets people undo it.
  document.execCommand("insertText", false, textLines(body).join(field.matches("textarea") ? "\n" : " "))
  const block = field.closest(".inline-related")
  if (block) tell(block, { changes })
}

if (labels) {
  document.addEventListener("paste", pastePlain)
  document.addEventListener("briefings:pasted", (event) => {
    const block = event.target.closest(".inline-related")
    if (block) tell(block, event.detail)
  })
}
