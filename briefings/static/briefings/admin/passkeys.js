// Shows errors on the page that allauth's script would only write to the console.
const message = document.getElementById("passkey-trouble")

document.addEventListener("allauth.error", (event) => {
  event.preventDefault()
  const isMissing = !window.PublicKeyCredential || event.detail.exception?.name === "SecurityError"
  message.textContent = isMissing ? message.dataset.missing : message.dataset.failed
  message.hidden = false
})
