// Tells the server every 30 seconds that this window has the article open, and shows who else has.
const line = document.querySelector(".presence[data-url]")
const token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value

async function report(closing) {
  const body = new URLSearchParams({ window: line.dataset.window })
  if (closing) body.set("closed", "1")
  const headers = { "X-CSRFToken": token, "X-By-Itself": "1" }
  // With keepalive the browser sends the request although the page is closing.
  const response = await askDesk(line.dataset.url, { method: "POST", headers, body, keepalive: closing })
  if (!response?.ok || closing) return // no connection, or signed out: saving the form reports it and keeps the typed text
  const { message: text } = await response.json()
  if (line.textContent !== text) line.textContent = text
}

if (line && token) {
  addEventListener("pageshow", () => report(false))
  addEventListener("pagehide", () => report(true))
  setInterval(() => report(false), 30000)
}
