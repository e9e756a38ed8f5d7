// What this site adds to the rich text editor: pasted text is made its own, and a link dialog that finds its pages.
// Loaded by the editor (DJANGO_PROSE_EDITOR_EXTENSIONS); `Link` and `OrderedList` take the place of the editor's own.
import { Link as BaseLink, OrderedList as BaseOrderedList, Extension, Plugin, pm } from "django-prose-editor/editor"
import { rowsOf } from "briefings/cells"
import { lineOf, ours, parsed } from "briefings/clipboard"
import { askForLink } from "briefings/link_dialog"
import { linkAddress } from "briefings/links"

const { Fragment, Slice } = pm.model
const { PluginKey } = pm.state
const { Decoration, DecorationSet } = pm.view
const OURS = /^(P|H2|H3|UL|OL|LI|A|BLOCKQUOTE|STRONG|EM|BR|HTML|HEAD|BODY|META)$/

export const Link = BaseLink.extend({
  addOptions() {
    const base = this.parent?.()
    return {
      ...base,
      defaultProtocol: "https",
      shouldAutoLink: (address) => Boolean(linkAddress(address)) && base.shouldAutoLink(address),
    }
  },

  addCommands() {
    return {
      ...this.parent?.(),
      addLink:
        () =>
        ({ editor }) => {
          const isInLink = editor.isActive(this.name)
          if (editor.state.selection.empty && !isInLink) return
          askForLink(editor.getAttributes(this.name)).then((link) => {
            if (!link) return editor.commands.focus()
            const chain = editor.chain().focus()
            if (isInLink) chain.extendMarkRange(this.name).updateAttributes(this.name, link).run()
            else chain.setMark(this.name, link).run()
          })
        },
    }
  },
})

// The editor's own view of a list writes "null" where the list has no type; without it the schema renders the list.
export const OrderedList = BaseOrderedList.extend({
  addNodeView: null,
  addAttributes() {
    return this.parent?.() // an extension inherits the method itself too, and would read the type twice
  },
})

const pastedTables = new PluginKey("pastedTables")

const words = () => document.getElementById("block-words")?.dataset ?? {}

// Each row of the lines has a tab: copied from a spreadsheet as plain text.
function tableIn(text) {
  const rows = rowsOf(text).filter((row) => row.some((cell) => cell.trim()))
  if (rows.length < 2 || rows.some((row) => row.length < 2)) return null
  const cleaned = rows.map((row) => row.map((cell) => cell.trim()))
  return { rows: cleaned, caption: "", note: "", text: cleaned.map(lineOf).join("\n") }
}

const isTable = (node, table) => node.isTextblock && node.textBetween(0, node.content.size, "\n", "\n") === table.text

// The slice cut at both ends, so that a table at its edge does not run together with the text around the cursor.
function closedAtTables(slice, tables) {
  const { content } = slice
  const at = (node) => Boolean(node) && tables.some((table) => isTable(node, table))
  return new Slice(content, at(content.firstChild) ? 0 : slice.openStart, at(content.lastChild) ? 0 : slice.openEnd)
}

// The editor drops the spaces at both ends of words that are pasted into a sentence.
function withSpaces(slice, { before, after }) {
  const { content, openStart, openEnd } = slice
  const [only] = content.content
  if (content.childCount !== 1 || !only.isTextblock || !openStart || !openEnd || !(before || after)) return slice
  const space = () => Fragment.from(only.type.schema.text(" "))
  const inside = (before ? space() : Fragment.empty).append(only.content).append(after ? space() : Fragment.empty)
  return new Slice(Fragment.from(only.copy(inside)), openStart, openEnd)
}

function decorations(doc, tables, from, to) {
  const found = []
  const left = [...tables]
  doc.nodesBetween(Math.max(0, from), Math.min(doc.content.size, to), (node, position) => {
    const index = left.findIndex((table) => isTable(node, table))
    if (index < 0) return
    const [table] = left.splice(index, 1)
    found.push(Decoration.node(position, position + node.nodeSize, { class: "pasted-lines" }, { table }))
  })
  return found
}

export const Paste = Extension.create({
  name: "cleanPaste", // the editor has one named paste

  addProseMirrorPlugins() {
    const { editor } = this
    let read = null // of the paste that is being handled: {tables, changes}

    const offered = (state) => pastedTables.getState(state).find()
    const forget = (tables) => editor.view.dispatch(editor.state.tr.setMeta(pastedTables, { without: tables }))

    const tell = () => {
      const tables = offered(editor.state).map(({ spec }) => spec.table)
      const detail = { changes: read.changes, tables, take, forget: () => forget(tables) }
      editor.view.dom.dispatchEvent(new CustomEvent("briefings:pasted", { bubbles: true, detail }))
    }

    // The lines of the table leave the text, and with them what stands behind, which is given back as `rest`. Where nothing
    // stands before the table, or it is in a list or a quotation, the text is not divided.
    const take = (table) => {
      const { doc, tr } = editor.state
      const place = offered(editor.state).find(({ spec }) => spec.table === table)
      if (!place) return null
      const isFirst = !doc.textBetween(0, place.from, "\n", "\n").trim()
      const isDivided = !isFirst && doc.resolve(place.from).depth === 0
      const rest = isDivided ? html(doc.cut(place.to).content) : ""
      editor.view.dispatch(tr.delete(place.from, isDivided ? doc.content.size : place.to))
      forget([table])
      return { isFirst, rest, isEmpty: editor.isEmpty }
    }

    const html = (fragment) => {
      const box = document.createElement("div")
      box.append(pm.model.DOMSerializer.fromSchema(editor.schema).serializeFragment(fragment))
      return box.textContent.trim() ? box.innerHTML : ""
    }

    const transform = (source) => {
      const page = parsed(source)
      const isOurs = source.includes("data-pm-slice") && [...page.querySelectorAll("*")].every((element) => OURS.test(element.tagName))
      if (isOurs) return source
      const result = ours(page, { struck: words().struck })
      read = result
      return result.body.innerHTML
    }

    const paste = (view, slice) => {
      if (!read) return false
      const before = view.state.doc
      const { from } = view.state.selection
      const tr = view.state.tr.replaceSelection(withSpaces(closedAtTables(slice, read.tables), read.edges))
      const found = decorations(tr.doc, read.tables, from - 1, from + 2 + tr.doc.content.size - before.content.size + 2)
      tr.setMeta(pastedTables, { add: found }).setMeta("paste", true).setMeta("uiEvent", "paste")
      view.dispatch(tr.scrollIntoView())
      tell()
      read = null
      return true
    }

    return [
      new Plugin({
        key: pastedTables,
        state: {
          init: () => DecorationSet.empty,
          apply(tr, set) {
            const { add, without } = tr.getMeta(pastedTables) ?? {}
            const mapped = set.map(tr.mapping, tr.doc)
            if (add) return mapped.add(tr.doc, [...add]) // it empties the list
            return without ? mapped.remove(mapped.find(undefined, undefined, (spec) => without.includes(spec.table))) : mapped
          },
        },
        props: {
          decorations: (state) => pastedTables.getState(state),
          transformPastedHTML: transform,
          clipboardTextParser: (text, $context, isPlain, view) => {
            read = null
            const table = tableIn(text)
            if (!table) return null
            read = { tables: [table], changes: { table: 1 }, edges: {} }
            const { schema } = view.state
            const lines = table.text.split("\n").flatMap((line, index) => [...(index ? [schema.nodes.hardBreak.create()] : []), ...(line ? [schema.text(line)] : [])])
            return new Slice(Fragment.from(schema.nodes.paragraph.create(null, lines)), 0, 0)
          },
          handlePaste: (view, _event, slice) => paste(view, slice),
          handleDrop: () => {
            if (read) tell()
            read = null
            return false
          },
          handleDOMEvents: {
            paste: () => {
              read = null
              return false
            },
          },
        },
      }),
    ]
  },
})
