// select2 draws a choice anew and leaves its label behind: what it draws gets the name of the field that it stands for.
let made = 0

function labelOf(select) {
  const label = select.labels?.[0] ?? select.closest(".form-row, fieldset")?.querySelector("label, legend")
  if (label && !label.id) label.id = `label-of-choice-${(made += 1)}`
  return label
}

function name(container) {
  const select = container.previousElementSibling
  if (!select?.matches("select")) return
  const words = select.getAttribute("aria-label")
  const label = words ? null : labelOf(select)
  const give = (element, ...more) => {
    if (!element) return
    if (words) element.setAttribute("aria-label", words)
    else if (label) element.setAttribute("aria-labelledby", [label.id, ...more].join(" "))
  }
  const rendered = container.querySelector(".select2-selection__rendered[role=textbox]")
  give(rendered)
  if (rendered) give(container.querySelector(".select2-selection[role=combobox]"), rendered.id)
  give(container.querySelector(".select2-search__field"))
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
