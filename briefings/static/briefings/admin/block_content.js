// Shows below a key figure or data table what readers would see of it, while one chooses and types.
const groups = [...document.querySelectorAll("[data-shows]")].map((group) => [`${group.id.replace(/-group$/, "")}-`, group.dataset.shows])
const address = document.getElementById("block-words")?.dataset.content
const waiting = new WeakMap()

const kindOf = (block) => groups.find(([prefix]) => block.id.startsWith(prefix))?.[1]

async function show(block) {
  const query = new URLSearchParams({ kind: kindOf(block), language: document.querySelector("#id_language")?.value ?? "" })
  for (const field of block.querySelectorAll("[name]")) {
    const name = field.name.slice(block.id.length + 1)
    if (name && !["id", "parent", "DELETE", "block_key"].includes(name)) query.set(name, field.value)
  }
  const asked = query.toString()
  if (block.dataset.content === asked) return
  block.dataset.content = asked
  const response = await askDesk(`${address}?${asked}`)
  if (!response?.ok || block.dataset.content !== asked) return
  const html = new DOMParser().parseFromString(await response.text(), "text/html").querySelector(".shown-content")
  for (const link of html?.querySelectorAll("a[href]") ?? []) link.target = "_blank"
  let place = block.querySelector(":scope > fieldset > .block-content")
  if (!place && html) {
    place = document.createElement("div")
    place.className = "block-content"
    place.setAttribute("aria-live", "polite")
    block.querySelector(":scope > fieldset").append(place)
  }
  place?.replaceChildren(...(html ? [html] : []))
}

function wait(block) {
  clearTimeout(waiting.get(block))
  waiting.set(block, setTimeout(show, 400, block))
}

function soon(event) {
  if (event.target.id === "id_language") for (const shown of document.querySelectorAll(".inline-related[data-content]")) wait(shown)
  const block = event.target.closest?.(".inline-related")
  if (block && kindOf(block)) wait(block)
}

if (address && groups.length) {
  const seen = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue
      seen.unobserve(target)
      show(target)
    }
  })
  for (const block of document.querySelectorAll(".inline-related.has_original")) if (kindOf(block)) seen.observe(block)
  document.addEventListener("input", soon)
  window.django.jQuery(document).on("change", soon) // an autocomplete tells only jQuery
}
