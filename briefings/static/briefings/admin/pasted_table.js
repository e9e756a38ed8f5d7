// Shows the pasted cells of a text table as a table with editable cells.
const labels = document.getElementById("block-words")?.dataset
const SHOWN = 60

// A quotation mark quotes only where its partner stands before a tab or at the end of a line (spreadsheets.py: the same).
const CELL = /"((?:[^"]|"")*)"(?=[\t\n]|$)|([^\t\n]*)/y

function rowsOf(text) {
  const source = text.replace(/\r\n?/g, "\n").replace(/^\n+|\n+$/g, "")
  const rows = [[]]
  for (let start = 0; start <= source.length; start = CELL.lastIndex + 1) {
    CELL.lastIndex = start
    const [, quoted, plain] = CELL.exec(source)
    rows.at(-1).push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
    if (source[CELL.lastIndex] === "\n") rows.push([])
  }
  return rows
}

const escaped = (cell) => (/^"|[\t\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
const textOf = (rows) => rows.map((row) => row.map(escaped).join("\t")).join("\n")

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
    show(area, box)
  }
}

if (labels) {
  addTables(document)
  document.addEventListener("formset:added", (event) => addTables(event.target))
}
