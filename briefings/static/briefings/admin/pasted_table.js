// Shows the cells of a text table as the table that they make; a cell can be edited there too.
const words = document.getElementById("block-words")?.dataset
const SHOWN = 60

function rowsOf(text) {
  const rows = [[]]
  let cell = ""
  let quoted = false
  const source = text.replace(/\r\n?/g, "\n").replace(/^\n+|\n+$/g, "")
  for (let at = 0; at < source.length; at++) {
    const mark = source[at]
    if (quoted) {
      if (mark === '"' && source[at + 1] === '"') cell += source[++at]
      else if (mark === '"') quoted = false
      else cell += mark
    } else if (mark === '"' && cell === "") quoted = true
    else if (mark === "\t" || mark === "\n") {
      rows.at(-1).push(cell)
      cell = ""
      if (mark === "\n") rows.push([])
    } else cell += mark
  }
  rows.at(-1).push(cell)
  return rows
}

const written = (cell) => (/^"|[\t\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
const textOf = (rows) => rows.map((row) => row.map(written).join("\t")).join("\n")

function show(area, box) {
  const rows = rowsOf(area.value)
  box.replaceChildren()
  if (rows.length === 1 && rows[0].length === 1) return
  const width = Math.max(...rows.map((row) => row.length))
  const header = area.closest(".inline-related").querySelector("[name$=-header_row]")?.checked
  const table = document.createElement("table")
  table.createCaption().textContent = words.grid
  rows.slice(0, SHOWN).forEach((row, down) => {
    const line = table.insertRow()
    for (let across = 0; across < width; across++) {
      const cell = document.createElement(header && down === 0 ? "th" : "td")
      cell.textContent = row[across] ?? ""
      cell.contentEditable = "plaintext-only"
      cell.addEventListener("input", () => {
        while (row.length <= across) row.push("")
        row[across] = cell.textContent
        area.value = textOf(rows)
      })
      line.append(cell)
    }
  })
  box.append(table)
}

function dress(root) {
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
    show(area, box)
  }
}

if (words) {
  dress(document)
  document.addEventListener("formset:added", (event) => dress(event.target))
}
