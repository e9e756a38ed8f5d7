// Cells as text: lines are rows, tabs stand between cells, quoted as spreadsheets quote.
// A quotation mark quotes only where its partner stands before a tab or at the end of a line (spreadsheets.py: the same).
const CELL = /"((?:[^"]|"")*)"(?=[\t\n]|$)|([^\t\n]*)/y

export function rowsOf(text) {
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

export const textOf = (rows) => rows.map((row) => row.map(escaped).join("\t")).join("\n")
