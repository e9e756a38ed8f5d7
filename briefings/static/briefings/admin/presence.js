// Who else has this article open: tells the server every half minute that this window is here, and shows what it answers.
const line = document.querySelector(".presence[data-url]")
const token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value

async function tell(closing) {
  const body = new URLSearchParams({ window: line.dataset.window })
  if (closing) body.set("closed", "1")
  const headers = { "X-CSRFToken": token, "X-By-Itself": "1" }
  try {
    // A page that goes away cannot wait for an answer: the browser sends it all the same.
    const answer = await fetch(line.dataset.url, { method: "POST", headers, body, keepalive: closing, redirect: "error" })
    if (!answer.ok || closing) return
    const { said } = await answer.json()
    if (line.textContent !== said) line.textContent = said
  } catch {
    // No connection, or signed out: saving will say so, with what was typed kept.
  }
}

if (line && token) {
  addEventListener("pageshow", () => tell(false))
  addEventListener("pagehide", () => tell(true))
  setInterval(() => tell(false), 30000)
}
