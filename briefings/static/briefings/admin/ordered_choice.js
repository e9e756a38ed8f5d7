// Ordered selections: a choice of the autocomplete is added at the end of a list, whose items have up and down buttons.
{
  const announce = (list, text) => {
    list.closest(".ordered-choice").querySelector("[aria-live]").textContent = text
  }

  const button = (text, label, act) => {
    const element = document.createElement("button")
    element.type = "button"
    element.className = "move"
    element.textContent = text
    element.setAttribute("aria-label", label)
    element.title = label
    element.addEventListener("click", () => act(element))
    return element
  }

  const position = (item) => `${[...item.parentNode.children].indexOf(item) + 1}`

  const addButtons = (item) => {
    if (item.querySelector("button.move")) return
    const list = item.parentNode
    const labels = list.closest(".ordered-choice").querySelector(".ordered-choice-add").dataset
    const name = item.querySelector(".chosen").textContent
    const move = (pressed, up) => {
      if (up) item.previousElementSibling?.before(item)
      else item.nextElementSibling?.after(item)
      pressed.focus()
      announce(list, `${name}: ${labels.moved} ${position(item)}`)
    }
    item.querySelector(".chosen").after(
      button("↑", `${labels.up}: ${name}`, (pressed) => move(pressed, true)),
      button("↓", `${labels.down}: ${name}`, (pressed) => move(pressed, false)),
      button("×", `${labels.remove}: ${name}`, () => {
        const next = item.nextElementSibling ?? item.previousElementSibling
        item.remove()
        ;(next?.querySelector("button.move") ?? list.closest(".ordered-choice").querySelector("[tabindex]"))?.focus()
      }),
    )
  }

  const addButtonsIn = (root) => root.querySelectorAll(".ordered-choice li").forEach(addButtons)

  // Items may have fields of their own: copy them from the template and put list name and key into their names.
  const addFields = (item, name, id) => {
    const fields = item.closest(".ordered-choice").querySelector("template")?.content.cloneNode(true)
    if (!fields) return
    for (const element of fields.querySelectorAll("*")) {
      for (const attribute of element.attributes) {
        attribute.value = attribute.value.replace("__name__", name).replace("__pk__", id)
      }
    }
    item.append(fields)
    django.jQuery(item).find("select").djangoAdminSelect2()
  }

  django.jQuery(document).on("select2:select", "select[data-ordered-choice]", (event) => {
    const select = event.target
    const list = select.closest(".ordered-choice").querySelector("ol")
    const { id, text } = event.params.data
    if (![...list.querySelectorAll("li > input")].some((input) => input.value === String(id))) {
      const item = document.createElement("li")
      const input = document.createElement("input")
      input.type = "hidden"
      input.name = select.name.replace(/-add$/, "")
      input.value = id
      const label = document.createElement("span")
      label.className = "chosen"
      label.textContent = text
      item.append(input, label)
      list.append(item)
      addButtons(item)
      addFields(item, input.name, id)
      announce(list, text)
    }
    django.jQuery(select).val(null).trigger("change")
  })

  django.jQuery(() => addButtonsIn(document))
  document.addEventListener("formset:added", (event) => addButtonsIn(event.target))
}
