// Shows the pasted cells of a text table as a table with editable cells.
import { ours, parsed } from "briefings/clipboard"
import { rowsOf, textOf } from "briefings/cells"

const labels = document.getElementById("block-words")?.dataset
const SHOWN = 60

function show(area, box) {
  const rows = rowsOf(area.value)
  box.replaceChildren()
  if (rows.length === 1 && rows[0].length === 1) return
  const width = Math.max(...rows.map((row) => row.length))
  const header = area.closest(".inline-related").querySelector("[name$=-header_row]")?.checked
  const table = document.createElement("table")
  table.createCaption().textContent = labels.grid
  rows.slice(0, SHOWN).forEach((row, rowIndex) => {
    const line = table.insertRow()
    for (let column = 0; column < width; column++) {
      const cell = document.createElement(header && rowIndex === 0 ? "th" : "td")
      cell.textContent = row[column] ?? ""
      cell.contentEditable = "plaintext-only"
      cell.addEventListener("input", () => {
        while (row.length <= column) row.push("")
        row[column] = cell.textContent
        area.value = textOf(rows)
      })
      line.append(cell)
    }
  })
  box.append(table)
}

function addTables(root) {
  for (const area of root.querySelectorAll("textarea[name$=-cells]:not([name*=__prefix__])")) {
    if (area.dataset.pasted) continue
    area.dataset.pasted = "1"
    const box = document.createElement("div")
    box.className = "pasted"
    ;(area.closest(".flex-container") ?? area).after(box)
    area.addEventListener("input", () => show(area, box))
    area.closest(".inline-related").querySelector("[name$=-header_row]")?.addEventListener("change", () => show(area, box))
    area.addEventListener("keydown", (event) => {
      if (event.key === "Tab" && event.ctrlKey) {
        event.preventDefault()
        area.setRangeText("\t", area.selectionStart, area.selectionEnd, "end")
        area.dispatchEvent(new Event("input"))
      }
    })
    area.addEventListener("paste", (event) => pasteCells(event, area))
    show(area, box)
  }
}

// The plain text of a copied table lacks what sets a note's number apart from the value before it, and merged cells.
function pasteCells(event, area) {
  const html = event.clipboardData?.getData("text/html")
  const { tables, changes } = html ? ours(parsed(html), { struck: labels.struck }) : { tables: [] }
  if (tables.length !== 1) return
  event.preventDefault()
  area.dispatchEvent(new CustomEvent("briefings:pasted", { bubbles: true, detail: { changes: { ...changes, table: 0 } } }))
  area.setRangeText(textOf(tables[0].rows), area.selectionStart, area.selectionEnd, "end")
  area.dispatchEvent(new Event("input", { bubbles: true }))
}

if (labels) {
  addTables(document)
  document.addEventListener("formset:added", (event) => addTables(event.target))
}
