// The checklist beside the form: fetched when the form is there, each line opens and focuses the block it is about.
const panel = document.querySelector("details.checking")

const FIELDS = ["input:not([type=hidden])", "textarea", ".select2-selection", "select"].map((one) => `:scope > fieldset ${one}`)

const named = (hash) => /^#(block|id)[-_]/.test(hash) && document.getElementById(hash.slice(1))

function goTo(hash) {
  const place = named(hash)
  if (!place) return false
  const block = place.closest(".inline-related")
  if (block) {
    block.classList.remove("collapsed")
    block.querySelector(".block-tools [aria-expanded]")?.setAttribute("aria-expanded", "true")
  }
  const row = block ?? place.closest(".form-row") ?? place
  row.scrollIntoView({ block: "start" })
  const field = row.querySelector(".tiptap, .select2-search__field") ?? (block ? block.querySelector(FIELDS.join()) : place)
  field?.focus({ preventScroll: true })
  return true
}

function show(html) {
  const list = new DOMParser().parseFromString(html, "text/html").querySelector(".checklist")
  if (!list) return
  panel.querySelector(".checking-count").textContent = list.dataset.count
  panel.classList.toggle("has-blockers", Boolean(list.querySelector(".warning-note")))
  panel.querySelector(".checking-list").replaceChildren(list)
}

panel?.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]")
  if (link && link.pathname === location.pathname && goTo(link.hash)) {
    event.preventDefault()
    history.replaceState(null, "", link.hash)
  }
})

async function ask() {
  const answer = await fetch(panel.dataset.source).catch(() => null)
  if (answer?.ok && !answer.redirected) show(await answer.text())
}

if (panel) (window.requestIdleCallback ?? setTimeout)(ask)
// From another page: the form still grows for a while, as blocks are put in order and texts get their editors.
if (named(location.hash)) {
  const watch = new ResizeObserver(() => goTo(location.hash))
  const stop = () => watch.disconnect()
  watch.observe(document.getElementById("article_form"))
  for (const sign of ["keydown", "pointerdown", "wheel"]) document.addEventListener(sign, stop, { once: true, passive: true })
  document.addEventListener("content-editor:ready", () => goTo(location.hash))
  setTimeout(stop, 3000)
}
