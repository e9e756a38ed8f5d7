// Buttons that copy a field. Without JavaScript or clipboard permission, people copy from the field itself.
for (const field of document.querySelectorAll(".share-address input[readonly]")) field.addEventListener("focus", () => field.select())
for (const button of document.querySelectorAll("button[data-copy]")) {
  const field = document.getElementById(button.dataset.copy)
  const label = button.textContent
  button.hidden = false
  button.addEventListener("click", async () => {
    field.select()
    try {
      await navigator.clipboard.writeText(field.value)
      button.textContent = button.dataset.copied
      setTimeout(() => (button.textContent = label), 2000)
    } catch {
      field.focus()
    }
  })
}
