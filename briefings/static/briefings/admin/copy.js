// Buttons that copy a field; without a script, or where the browser forbids it, the field itself can be copied.
for (const field of document.querySelectorAll(".share-address input[readonly]")) field.addEventListener("focus", () => field.select())
for (const button of document.querySelectorAll("button[data-copy]")) {
  const field = document.getElementById(button.dataset.copy)
  const words = button.textContent
  button.hidden = false
  button.addEventListener("click", async () => {
    field.select()
    try {
      await navigator.clipboard.writeText(field.value)
      button.textContent = button.dataset.copied
      setTimeout(() => (button.textContent = words), 2000)
    } catch {
      field.focus()
    }
  })
}
