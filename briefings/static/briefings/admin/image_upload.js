// A picture cannot be put back into a form that was refused: what is missing is said before the form is sent.
const chosen = document.getElementById("id_upload")
const texts = ["id_alt_en", "id_alt_es"].map((id) => document.getElementById(id))

function refuse(words) {
  const row = texts[0].closest(".form-row")
  const list = row.querySelector(".errorlist") ?? Object.assign(document.createElement("ul"), { className: "errorlist", id: "id_alt_en_error" })
  list.setAttribute("role", "alert")
  list.replaceChildren(Object.assign(document.createElement("li"), { textContent: words }))
  row.prepend(list)
  texts[0].setAttribute("aria-invalid", "true")
  texts[0].setAttribute("aria-describedby", list.id)
  texts[0].focus({ preventScroll: true })
  row.scrollIntoView({ block: "center" })
}

if (chosen && texts.every(Boolean)) {
  chosen.form.addEventListener("submit", (event) => {
    if (!chosen.files.length || texts.some((text) => text.value.trim())) return
    event.preventDefault()
    event.stopImmediatePropagation()
    refuse(chosen.dataset.textMissing)
  }, true)
}
