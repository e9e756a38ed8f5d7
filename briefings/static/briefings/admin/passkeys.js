// Says on the page what allauth's script would only write to the console.
const trouble = document.getElementById("passkey-trouble")

document.addEventListener("allauth.error", (event) => {
  event.preventDefault()
  const isMissing = !window.PublicKeyCredential || event.detail.exception?.name === "SecurityError"
  trouble.textContent = isMissing ? trouble.dataset.missing : trouble.dataset.failed
  trouble.hidden = false
})
