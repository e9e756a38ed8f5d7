// select2 replaces a <select> by elements without a label: give them the label of the field.
let count = 0

function labelOf(select) {
  const label = select.labels?.[0] ?? select.closest(".form-row, fieldset")?.querySelector("label, legend")
  if (label && !label.id) label.id = `label-of-choice-${(count += 1)}`
  return label
}

function name(container) {
  const select = container.previousElementSibling
  if (!select?.matches("select")) return
  const text = select.getAttribute("aria-label")
  const label = text ? null : labelOf(select)
  const setLabel = (element, ...more) => {
    if (!element) return
    if (text) element.setAttribute("aria-label", text)
    else if (label) element.setAttribute("aria-labelledby", [label.id, ...more].join(" "))
  }
  const rendered = container.querySelector(".select2-selection__rendered[role=textbox]")
  setLabel(rendered)
  if (rendered) setLabel(container.querySelector(".select2-selection[role=combobox]"), rendered.id)
  setLabel(container.querySelector(".select2-search__field"))
}

const nameAll = (root) => root.querySelectorAll(".select2-container:not(.select2-container--open)").forEach(name)

new MutationObserver((changes) => {
  for (const change of changes) {
    for (const node of change.addedNodes) {
      if (node instanceof Element && (node.matches(".select2-container") || node.querySelector(".select2-container"))) nameAll(node.parentElement ?? document)
    }
  }
}).observe(document.body, { childList: true, subtree: true })
nameAll(document)
