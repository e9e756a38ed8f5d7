// The checklist beside the form: fetched when the form is there, each line opens and focuses the block it is about.
const panel = document.querySelector("details.checking")

const CAN_BE_TYPED_IN = ".tiptap, fieldset input:not([type=hidden]), fieldset textarea, .select2-selection, fieldset select"

function goTo(hash) {
  const place = /^#(block|id)[-_]/.test(hash) && document.getElementById(hash.slice(1))
  if (!place) return false
  const block = place.closest(".inline-related")
  if (block) {
    block.classList.remove("collapsed")
    block.querySelector(".block-tools [aria-expanded]")?.setAttribute("aria-expanded", "true")
  }
  const row = block ?? place.closest(".form-row") ?? place
  row.scrollIntoView({ block: "start" })
  const field = block ? block.querySelector(CAN_BE_TYPED_IN) : (row.querySelector(".select2-selection, .select2-search__field") ?? place)
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
if (location.hash) {
  if (document.querySelector(".order-machine .block-tools")) goTo(location.hash)
  else document.addEventListener("prose-editor:ready", () => setTimeout(() => goTo(location.hash), 0), { once: true })
}
