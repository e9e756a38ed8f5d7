// Ordered selections: what is found is added at the end; chosen things move up and down by buttons.
{
  const told = (list, text) => {
    list.closest(".ordered-choice").querySelector("[aria-live]").textContent = text
  }

  const button = (text, label, act) => {
    const made = document.createElement("button")
    made.type = "button"
    made.className = "move"
    made.textContent = text
    made.setAttribute("aria-label", label)
    made.title = label
    made.addEventListener("click", () => act(made))
    return made
  }

  const place = (item) => `${[...item.parentNode.children].indexOf(item) + 1}`

  const dress = (item) => {
    if (item.querySelector("button.move")) return
    const list = item.parentNode
    const words = list.closest(".ordered-choice").querySelector(".ordered-choice-add").dataset
    const name = item.querySelector(".chosen").textContent
    const move = (pressed, up) => {
      if (up) item.previousElementSibling?.before(item)
      else item.nextElementSibling?.after(item)
      pressed.focus()
      told(list, `${name}: ${words.moved} ${place(item)}`)
    }
    item.querySelector(".chosen").after(
      button("↑", `${words.up}: ${name}`, (pressed) => move(pressed, true)),
      button("↓", `${words.down}: ${name}`, (pressed) => move(pressed, false)),
      button("×", `${words.remove}: ${name}`, () => {
        const next = item.nextElementSibling ?? item.previousElementSibling
        item.remove()
        ;(next?.querySelector("button.move") ?? list.closest(".ordered-choice").querySelector("[tabindex]"))?.focus()
      }),
    )
  }

  const dressAll = (root) => root.querySelectorAll(".ordered-choice li").forEach(dress)

  // Where each chosen thing has fields of its own: a copy of theirs, named after the list and the thing.
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
      dress(item)
      addFields(item, input.name, id)
      told(list, text)
    }
    django.jQuery(select).val(null).trigger("change")
  })

  django.jQuery(() => dressAll(document))
  document.addEventListener("formset:added", (event) => dressAll(event.target))
}
