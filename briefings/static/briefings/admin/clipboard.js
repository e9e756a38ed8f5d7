// Turns what Word, Google Docs, spreadsheets, LibreOffice and web pages put on the clipboard into the site's own HTML,
// before the editor reads it. The site's policy hides inline styles from the editor, so they are read here.
//
// `ours(document, words)` is a pure function. It gives
//   body     an element that holds only p, h2, h3, ul, ol, li, blockquote, strong, em, a and br; tables are lines in it
//   tables   of each table: rows (texts), caption, note, text (as it stands in the body)
//   changes  {what: how often} of what is otherwise than where it was copied
//   edges    {before, after}: whether words copied out of a paragraph begin or end with a space
import { linkAddress } from "briefings/links"

const BLOCKS = new Set(
  "ADDRESS ARTICLE ASIDE BODY CAPTION CENTER DD DETAILS DIALOG DIV DL DT FIELDSET FIGCAPTION FIGURE FOOTER FORM HEADER HGROUP HR LEGEND MAIN NAV P PRE SECTION SUMMARY TD TH TR TBODY THEAD TFOOT".split(" "),
)
const NOT_TEXT = "script,style,template,noscript,head,title,meta,link,xml,iframe,object,embed,svg,audio,video,canvas,select,textarea,input,datalist,annotation,annotation-xml"
const PICTURES = "IMG PICTURE V:IMAGEDATA".split(" ")
const INVISIBLE = /[\u00ad\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]/g
const SPACES = /[ \u00a0]*[ \t\n\r\f][ \u00a0\t\n\r\f]*|\u00a0{2,}/g // a single no-break space may group digits
const RELEVANT = ["font-weight", "font-style", "vertical-align", "text-decoration-line", "display", "visibility", "white-space", "color", "list-style-type"]
const STYLE = "data-style" // see parsed()
const SHEET = 'script[type="text/css"]'

export const lineOf = (cells) => cells.map((cell) => cell.replaceAll("\n", " ").trim() || "–").join(" | ")

// --- what is raised, lowered or struck out

const RAISED = Object.fromEntries([..."0123456789+-−=()ni"].map((plain, index) => [plain, [..."⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ"][index]]))
const LOWERED = Object.fromEntries([..."0123456789+-−=()"].map((plain, index) => [plain, [..."₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎"][index]]))
const SMALL_NUMBER = /(?<![\d.,\u00a0\u202f])\d{1,2}\.?$/
const ORDINAL = /^(st|nd|rd|th|er|re|ers|o|a|os|as|ro|ra|do|da|to|ta|mo|ma|vo|va|no|na)$/i
const APART = /^(\[.*\]|\(.*\)|[*†‡§®©™°ºª'’"′″]+)$/

function raised(kind, text, before) {
  const plain = text.trim()
  if (!plain || APART.test(plain)) return plain
  const characters = [...plain]
  const forms = kind === "sup" ? RAISED : LOWERED
  if (characters.some((character) => /\d/.test(character)) || characters.every((character) => forms[character])) {
    if (characters.every((character) => forms[character] || /[,;. ]/.test(character))) return characters.map((character) => forms[character] ?? character).join("")
  }
  if (kind === "sup" && ORDINAL.test(plain) && (SMALL_NUMBER.test(before) || /\b(n|nr|num|m|d)\.?$/i.test(before))) return { o: "º", a: "ª" }[plain.toLowerCase()] ?? plain
  return /[\s([]$/.test(before) ? `[${plain}]` : ` [${plain}]`
}

// --- styles

function stylesOf(source) {
  const found = new Map()
  const probe = document.createElement("i")
  const note = (element, declared) => {
    const kept = RELEVANT.filter((name) => declared.getPropertyValue(name)).map((name) => [name, declared.getPropertyValue(name)])
    if (kept.length) found.set(element, Object.assign(found.get(element) ?? {}, Object.fromEntries(kept)))
  }
  for (const style of source.querySelectorAll(SHEET)) {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(style.textContent.replace(/<!--|-->/g, ""))
    for (const rule of sheet.cssRules) {
      if (!(rule instanceof CSSStyleRule) || !RELEVANT.some((name) => rule.style.getPropertyValue(name))) continue
      for (const element of source.querySelectorAll(rule.selectorText)) note(element, rule.style)
    }
  }
  for (const element of source.querySelectorAll(`[${STYLE}]`)) {
    probe.style.cssText = element.getAttribute(STYLE)
    note(element, probe.style)
  }
  return found
}

const raw = (element) => (element.getAttribute?.(STYLE) ?? "").toLowerCase().replace(/\s+/g, "")
const isHidden = (element, style) => style.display === "none" || style.visibility === "hidden" || /mso-hide:all/.test(raw(element)) || element.hidden

// --- lists of Word, which are paragraphs with a marker

function wordList(element) {
  const [, list, level] = /mso-list:(l\d+)level(\d+)/.exec(raw(element)) ?? []
  if (!list || /^H\d$/.test(element.tagName) || element.tagName === "LI") return null
  const marker = [...element.querySelectorAll(`[${STYLE}]`)].find((part) => /mso-list:ignore/.test(raw(part)))
  return { list, level: Number(level), ...kindOf((marker?.textContent ?? "").replace(/[\s\u00a0]+/g, "")) }
}

const ROMAN = { i: 1, v: 5, x: 10, l: 50, c: 100, d: 500, m: 1000 }
const romanValue = (text) => [...text].reduce((sum, digit, index) => sum + (ROMAN[digit] < (ROMAN[text[index + 1]] ?? 0) ? -ROMAN[digit] : ROMAN[digit]), 0)

// The kind of list that begins with this marker: {tag, start, type}.
function kindOf(marker) {
  const [, text] = /^\(?(?:[\da-z]+\.)*(\d+|[a-z]+)[.)]*$/i.exec(marker) ?? []
  if (!text || (!/^\d+$/.test(text) && !/[.)]$/.test(marker)) || /^o$/i.test(marker)) return { tag: "ul" }
  if (/^\d+$/.test(text)) return { tag: "ol", start: Number(text) }
  const isCapital = text === text.toUpperCase()
  const small = text.toLowerCase()
  if (small === "i" || (small.length > 1 && /^[ivxlcdm]+$/.test(small))) return { tag: "ol", type: isCapital ? "I" : "i", start: romanValue(small) }
  return small.length === 1 ? { tag: "ol", type: isCapital ? "A" : "a", start: small.charCodeAt(0) - 96 } : { tag: "ul" }
}

const LIST_TYPES = { "lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A", "lower-roman": "i", "upper-roman": "I", a: "a", A: "A", i: "i", I: "I" }

// --- building the result

class Result {
  constructor(words, changes) {
    this.words = words
    this.changes = changes
    this.body = document.createElement("div")
    this.target = this.body
    this.tag = "p"
    this.runs = []
  }

  note(change, times = 1) {
    this.changes[change] = (this.changes[change] ?? 0) + times
  }

  text(text, marks) {
    this.runs.push({ text: text.replace(INVISIBLE, ""), ...marks })
  }

  lineBreak() {
    this.runs.push({ isBreak: true })
  }

  begin(tag) {
    this.end()
    this.tag = tag
  }

  // Closes the paragraph or heading that is being filled; two line breaks begin another one.
  end() {
    const parts = [[]]
    this.runs.forEach((run, index) => {
      if (run.isBreak && this.runs[index + 1]?.isBreak) parts.push([])
      else if (!(run.isBreak && this.runs[index - 1]?.isBreak)) parts.at(-1).push(run)
    })
    for (const runs of parts) {
      const lines = tidied(this.setApart(runs))
      if (lines.length) this.target.append(this.textBlock(lines))
    }
    this.runs = []
    this.tag = "p"
  }

  // Raised, lowered and struck-out text as plain text that cannot be taken for the rest.
  setApart(runs) {
    const result = []
    const sameMark = (a, b) => a && !a.isBreak && !b.isBreak && a.raised === b.raised && a.struck === b.struck && (b.raised || b.struck)
    for (const run of runs) {
      if (sameMark(result.at(-1), run)) result.at(-1).text += run.text
      else result.push({ ...run })
    }
    let before = ""
    for (const run of result) {
      if (run.raised && run.text.trim()) {
        this.note("raised")
        run.text = raised(run.raised, run.text, before)
      }
      if (run.struck && run.text.trim()) {
        this.note("struck")
        run.text = run.text.replace(/^(\s*)(.*?)(\s*)$/s, (_, left, text, right) => `${left}[${this.words.struck}: ${text}]${right}`)
      }
      before = run.isBreak ? "" : before + run.text
    }
    return result
  }

  textBlock(lines) {
    const block = document.createElement(this.tag)
    lines.forEach((line, index) => {
      if (index) block.append(document.createElement("br"))
      for (const run of line) block.append(marked(run, this.tag === "p"))
    })
    return block
  }

  within(element, fill) {
    this.end()
    const outside = this.target
    outside.append(element)
    this.target = element
    fill()
    this.end()
    this.target = outside
    if (!element.hasChildNodes()) element.remove()
  }
}

// Lines of runs without outer or doubled spaces; no line where there is no text.
function tidied(runs) {
  const lines = [[]]
  let endsWithSpace = true
  for (const run of runs) {
    if (run.isBreak) {
      lines.push([])
      endsWithSpace = true
      continue
    }
    let text = run.text.replace(SPACES, " ")
    if (endsWithSpace) text = text.replace(/^[ \u00a0]+/, "")
    if (!text) continue
    endsWithSpace = / $/.test(text)
    lines.at(-1).push({ ...run, text })
  }
  for (const line of lines) {
    while (line.length && !(line.at(-1).text = line.at(-1).text.replace(/[ \u00a0]+$/, ""))) line.pop()
  }
  while (lines.length && !lines.at(-1).length) lines.pop()
  while (lines.length && !lines[0].length) lines.shift()
  return lines
}

function marked({ text, strong, em, href, title }, mayBeStrong) {
  let node = document.createTextNode(text)
  const wrap = (tag, attributes = {}) => {
    const element = document.createElement(tag)
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
    element.append(node)
    node = element
  }
  if (em) wrap("em")
  if (strong && mayBeStrong) wrap("strong")
  if (href) wrap("a", title ? { href, title } : { href })
  return node
}

// --- reading the source

class Reader {
  constructor(source, words, changes) {
    this.styles = stylesOf(source)
    this.words = words
    this.changes = changes
    this.tables = []
  }

  read(root) {
    const result = new Result(this.words, this.changes)
    this.children(root, result, {})
    result.end()
    return result.body
  }

  style(element) {
    return this.styles.get(element) ?? {}
  }

  children(parent, result, marks) {
    const nodes = [...parent.childNodes]
    for (let index = 0; index < nodes.length; index++) {
      const node = nodes[index]
      if (node.nodeType === Node.TEXT_NODE) this.textNode(node, result, marks)
      if (node.nodeType !== Node.ELEMENT_NODE) continue
      if (!wordList(node)) {
        this.element(node, result, marks)
        continue
      }
      const paragraphs = []
      for (; index < nodes.length; index++) {
        const next = nodes[index]
        if (next.nodeType === Node.COMMENT_NODE) continue
        if (next.nodeType === Node.ELEMENT_NODE && wordList(next)) paragraphs.push(next)
        else if (next.nodeType === Node.ELEMENT_NODE || next.textContent.trim()) break
      }
      index -= 1
      this.wordLists(paragraphs, result, marks)
    }
  }

  textNode(node, result, marks) {
    if (!marks.isPre) return result.text(node.data, marks)
    node.data.split(/\r\n?|\n/).forEach((line, index) => {
      if (index) result.lineBreak()
      result.text(line, marks)
    })
  }

  element(element, result, marks) {
    const tag = element.tagName
    const style = this.style(element)
    if (element.matches(".MsoCommentReference, comment")) return this.note("comment")
    if (element.matches(NOT_TEXT) || isHidden(element, style) || /mso-(list:ignore|element:comment-list)/.test(raw(element))) return
    if (PICTURES.includes(tag)) return this.picture(element, result, marks)
    if (tag === "BR") return result.lineBreak()
    if (tag === "HR") return result.end()
    if (tag === "TABLE" || /^(table|grid)$/.test(element.getAttribute("role"))) return this.table(element, result, marks)
    if (/^M(SUP|SUB|FRAC)$/i.test(tag)) return this.formula(element, result, marks)
    const within = this.marksIn(element, style, marks)
    const level = this.headingLevel(element)
    if (level) return this.heading(element, level, result, within)
    if (tag === "UL" || tag === "OL") return this.list(element, result, within)
    if (tag === "BLOCKQUOTE") return result.within(document.createElement("blockquote"), () => this.children(element, result, within))
    if (tag === "LI") return this.strayItem(element, result, within)
    const isBlock = BLOCKS.has(tag) || style.display === "block"
    if (isBlock) result.end()
    if (tag === "Q") result.text("“", within)
    this.children(element, result, within)
    if (tag === "Q") result.text("”", within)
    if (element.matches(".sdfootnotesym, .sdendnotesym")) result.text(" ", within) // the number of a note of LibreOffice
    if (isBlock) result.end()
  }

  marksIn(element, style, marks) {
    const tag = element.tagName
    const within = { ...marks }
    const weight = style["font-weight"]
    if (/^(B|STRONG)$/.test(tag)) within.strong = true
    if (weight) within.strong = /^bold/.test(weight) || Number(weight) >= 600
    if (/^(I|EM|CITE|DFN|VAR)$/.test(tag)) within.em = true
    if (style["font-style"]) within.em = /italic|oblique/.test(style["font-style"])
    if (/^(S|STRIKE|DEL)$/.test(tag) || /line-through/.test(style["text-decoration-line"] ?? "")) within.struck = true
    if (tag === "SUP" || style["vertical-align"] === "super") within.raised = "sup"
    if (tag === "SUB" || style["vertical-align"] === "sub") within.raised = "sub"
    if (style["vertical-align"] === "baseline") within.raised = null
    const space = style["white-space"]
    if (tag === "PRE" || space) within.isPre = tag === "PRE" ? !/^(normal|nowrap)/.test(space ?? "") : /^(pre|break-spaces)/.test(space)
    if (tag === "A" && element.hasAttribute("href")) this.link(element, within)
    return within
  }

  link(element, within) {
    const typed = element.getAttribute("href").trim()
    const href = linkAddress(typed)
    if (!href) return typed.startsWith("#") ? this.note("anchor") : this.note("link")
    if (href !== typed) this.note("completed")
    within.href = href
    within.title = (element.getAttribute("title") ?? "").replace(/\s+/g, " ").trim().slice(0, 200)
  }

  note(change, times = 1) {
    this.changes[change] = (this.changes[change] ?? 0) + times
  }

  picture(element, result, marks) {
    const alt = element.getAttribute("alt") ?? ""
    if (/^\p{Extended_Pictographic}/u.test(alt) && alt.length < 12) result.text(alt, marks)
    else if (element.getAttribute("width") !== "1" && element.getAttribute("height") !== "1") this.note("picture")
  }

  // 10² of a formula is a raised 2, and a fraction has a stroke.
  formula(element, result, marks) {
    const [first, second] = element.children
    const kind = element.tagName.toUpperCase()
    if (first) this.children(first, result, marks)
    if (kind === "MFRAC") result.text("/", marks)
    if (second) this.children(second, result, { ...marks, raised: { MSUP: "sup", MSUB: "sub" }[kind] ?? marks.raised })
  }

  headingLevel(element) {
    const [, number] = /^H([1-6])$/.exec(element.tagName) ?? []
    if (number) return Number(number)
    if (element.getAttribute("role") === "heading") return Number(element.getAttribute("aria-level")) || 2
    if (element.matches("p.MsoTitle")) return 1
    return element.matches("[class^=MsoHeading]") ? 6 : 0
  }

  heading(element, level, result, marks) {
    if (result.target.tagName === "LI" || result.isCell) result.begin("p")
    else {
      if (level !== 2 && level !== 3) this.note("heading")
      result.begin(level < 3 ? "h2" : "h3")
    }
    for (const marker of element.querySelectorAll(`[${STYLE}]`)) {
      if (!/mso-list:ignore/.test(raw(marker))) continue
      result.text(`${marker.textContent} `, {}) // the number of a heading of Word
      break
    }
    this.children(element, result, { ...marks, strong: false })
    result.end()
  }

  list(element, result, marks) {
    const list = document.createElement(element.tagName)
    const first = [...element.children].find((child) => child.tagName === "LI")
    if (element.tagName === "OL") {
      const type = LIST_TYPES[element.getAttribute("type")] ?? LIST_TYPES[this.style(element)["list-style-type"]] ?? LIST_TYPES[first && this.style(first)["list-style-type"]]
      const start = Number.parseInt(first?.getAttribute("value") ?? element.getAttribute("start"), 10)
      if (type) list.setAttribute("type", type)
      if (Number.isInteger(start) && start !== 1) list.setAttribute("start", start)
      if (element.hasAttribute("reversed") || element.querySelector(":scope > li + li[value]")) this.note("numbering")
    }
    // Google Docs puts an inner list beside the item that it belongs to.
    const outside = /^(UL|OL)$/.test(result.target.tagName) ? (result.target.lastElementChild ?? result.target.appendChild(document.createElement("li"))) : null
    const target = result.target
    if (outside) result.target = outside
    result.within(list, () => {
      for (const child of element.children) {
        if (/^(UL|OL)$/.test(child.tagName)) this.list(child, result, this.marksIn(child, this.style(child), marks))
        else result.within(document.createElement("li"), () => (child.tagName === "LI" ? this.children(child, result, this.marksIn(child, this.style(child), marks)) : this.element(child, result, marks)))
      }
    })
    result.target = target
  }

  strayItem(element, result, marks) {
    result.end()
    let list = result.target.lastElementChild
    if (!list?.matches("ul")) list = result.target.appendChild(document.createElement("ul"))
    const target = result.target
    result.target = list
    result.within(document.createElement("li"), () => this.children(element, result, marks))
    result.target = target
    if (!list.hasChildNodes()) list.remove()
  }

  wordLists(paragraphs, result, marks) {
    result.end()
    this.note("list")
    const open = [] // [{level, list, element}], from the outermost list in
    const outside = result.target
    for (const paragraph of paragraphs) {
      const { list, level, tag, start, type } = wordList(paragraph)
      while (open.length && (open.at(-1).level > level || (open.at(-1).level === level && (open.at(-1).list !== list || open.at(-1).element.localName !== tag)))) open.pop()
      if (!open.length || open.at(-1).level < level) {
        const element = document.createElement(tag)
        if (type) element.setAttribute("type", type)
        if (start > 1) element.setAttribute("start", start)
        ;(open.at(-1)?.element.lastElementChild ?? outside).append(element)
        open.push({ level, list, element })
      }
      result.target = open.at(-1).element
      const item = document.createElement("li")
      result.within(item, () => this.children(paragraph, result, this.marksIn(paragraph, this.style(paragraph), marks)))
      if (!item.parentNode) result.target.append(item) // an empty item may still have inner ones
    }
    result.target = outside
    for (const item of outside.querySelectorAll("li:empty")) item.remove()
  }

  // --- tables

  table(element, result, marks) {
    const cells = "td, th, [role=cell], [role=gridcell], [role=columnheader], [role=rowheader]"
    const ofTable = (part) => part.closest("table, [role=table], [role=grid]") === element
    const rows = [...element.querySelectorAll("tr, [role=row]")].filter((row) => ofTable(row) && !isHidden(row, this.style(row)))
    const isLayout = element.querySelector("table")
    const grid = isLayout ? [] : this.grid(rows.map((row) => [...row.querySelectorAll(cells)].filter((cell) => !isHidden(cell, this.style(cell)))))
    const width = Math.max(0, ...grid.map((row) => row.length))
    result.end()
    if (isLayout || grid.length * width < 2 || width < 2 || result.isCell) {
      for (const part of element.querySelectorAll(isLayout ? cells : `caption, ${cells}`)) {
        if (!ofTable(part) || isHidden(part, this.style(part))) continue
        result.end()
        this.children(part, result, this.marksIn(part, this.style(part), marks))
        result.end()
      }
      return
    }
    this.tableOf(grid, this.lines(element.querySelector("caption")).join(" "), result)
  }

  // A row that is a single cell over the whole width is the caption if it is first, and a note if it is last.
  tableOf(grid, caption, result) {
    const isWhole = (row) => row.length > 1 && row.every((cell) => cell.merged === row[0])
    const notes = []
    while (grid.length > 1 && isWhole(grid.at(-1))) notes.unshift(grid.pop()[0].text)
    if (!caption && grid.length > 1 && isWhole(grid[0])) caption = grid.shift()[0].text.replaceAll("\n", " ")
    const rows = grid.map((row) => row.map((cell) => (isWhole(row) && cell !== row[0] ? "" : cell.text)))
    if (new Set(grid.flat().map((cell) => cell.colour ?? "")).size > 1) this.note("colour")
    if (grid.some((row) => !isWhole(row) && row.some((cell) => cell.merged && cell.merged !== cell))) this.note("merged")
    const note = notes.join("\n")
    const whole = [caption, ...rows.map(lineOf), note.replaceAll("\n", " ")].filter(Boolean)
    const paragraph = document.createElement("p")
    whole.forEach((line, index) => paragraph.append(...(index ? [document.createElement("br")] : []), line))
    result.target.append(paragraph)
    this.tables.push({ rows, caption, note, text: whole.join("\n") })
    this.note("table")
  }

  // Cells as {text, merged}: a merged cell fills all its places, and `merged` is the cell at the first of them.
  grid(rows) {
    const grid = rows.map(() => [])
    rows.forEach((cells, y) => {
      let x = 0
      for (const element of cells) {
        while (grid[y][x]) x++
        const cell = { text: this.lines(element).join("\n"), colour: this.colour(element) }
        const [wide, high] = [span(element, "colspan"), span(element, "rowspan")]
        for (let down = 0; down < high && y + down < rows.length; down++) {
          for (let right = 0; right < wide; right++) grid[y + down][x + right] = down || right ? { text: cell.text, merged: cell } : cell
        }
        if (wide > 1 || high > 1) cell.merged = cell
        x += wide
      }
    })
    const width = Math.max(0, ...grid.map((row) => row.length))
    const filled = grid.map((row) => Array.from({ length: width }, (_, x) => row[x] ?? { text: "" }))
    const used = Array.from({ length: width }, (_, x) => filled.some((row) => row[x].text && (!row[x].merged || row[x].merged === row[x])))
    return filled.map((row) => row.filter((_, x) => used[x])).filter((row) => row.some((cell) => cell.text))
  }

  // Of a number: red ones may be negative.
  colour(element) {
    if (!/\d/.test(element.textContent)) return undefined
    const coloured = [element, ...element.querySelectorAll("*")].map((part) => part.getAttribute("color") ?? this.style(part).color)
    return coloured.findLast((colour) => colour && !/^(black|windowtext|#000000|rgb\(0, 0, 0\)|inherit|initial)$/i.test(colour))
  }

  lines(element) {
    if (!element) return []
    const result = new Result(this.words, this.changes)
    result.isCell = true
    this.children(element, result, this.marksIn(element, this.style(element), {}))
    result.end()
    return textLines(result.body)
  }
}

const span = (element, name) => Math.min(Math.max(Number.parseInt(element.getAttribute(name) ?? element.getAttribute(`aria-${name}`), 10) || 1, 1), 500)

// The lines of text in an element of ours; its line breaks are gone afterwards.
export function textLines(body) {
  for (const lineBreak of body.querySelectorAll("br")) lineBreak.replaceWith("\n")
  return [...body.querySelectorAll("p, h2, h3")].flatMap((block) => block.textContent.split("\n"))
}

function edgesOf(root) {
  if ([...root.querySelectorAll("*")].some((element) => BLOCKS.has(element.tagName) || /^(H\d|[UO]L|LI|TABLE|BLOCKQUOTE)$/.test(element.tagName))) return {}
  const walker = root.ownerDocument.createTreeWalker(root, NodeFilter.SHOW_TEXT, (node) =>
    node.data.trim() && !node.parentElement.closest(NOT_TEXT) ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP,
  )
  const texts = []
  while (walker.nextNode()) texts.push(walker.currentNode.data)
  return { before: /^[ \u00a0]/.test(texts[0] ?? ""), after: /[ \u00a0]$/.test(texts.at(-1) ?? "") }
}

export function ours(source, words) {
  const changes = {}
  const root = source.body ?? source
  const reader = new Reader(source, words, changes)
  const body = reader.read(root)
  return { body, tables: reader.tables, changes, edges: edgesOf(root) }
}

// The document of clipboard HTML. Its styles get other names: the browser would report each of them as a breach of the
// site's policy.
export function parsed(html) {
  const tag = /<[a-z](?:[^"'>]|"[^"]*"|'[^']*')*>/gi
  const style = /("[^"]*"|'[^']*')|([\s"'])style(?=\s*=)/gi
  const renamed = html
    .replace(/<style\b[^>]*>([^]*?)<\/style\s*>/gi, '<script type="text/css">$1</script>')
    .replace(tag, (whole) => whole.replace(style, (_, quoted, before) => quoted ?? `${before}${STYLE}`))
  return new DOMParser().parseFromString(renamed, "text/html")
}
