// Fetches the checklist after the form is shown. The links of its items open and focus their block.
const panel = document.querySelector("details.checking")

const FIELDS = ["input:not([type=hidden])", "textarea", ".select2-selection", "select"].map((selector) => `:scope > fieldset ${selector}`)

const targetOf = (hash) => /^#(block|id)[-_]/.test(hash) && document.getElementById(hash.slice(1))

function goTo(hash) {
  const target = targetOf(hash)
  if (!target) return false
  const block = target.closest(".inline-related")
  if (block) {
    block.classList.remove("collapsed")
    block.querySelector(".block-tools [aria-expanded]")?.setAttribute("aria-expanded", "true")
  }
  const row = block ?? target.closest(".form-row") ?? target
  row.scrollIntoView({ block: "start" })
  const field = row.querySelector(".tiptap, .select2-search__field") ?? (block ? block.querySelector(FIELDS.join()) : target)
  field?.focus({ preventScroll: true })
  return true
}

// The page of the next step would only say what is missing: it goes under "More", and what leads on takes its place.
function replaceNextStep() {
  const next = document.querySelector(".form-bar > a[data-needs-complete-text]")
  if (!next) return
  const instead = document.querySelector(".form-bar .more-acts a[data-when-blocked]")
  const item = instead ? instead.parentElement : document.createElement("li")
  if (instead) {
    instead.className = next.className
    next.replaceWith(instead)
  } else {
    document.querySelector(".form-bar > [name=_continue]")?.classList.add("default")
    document.querySelector(".form-bar .more-acts ul").append(item)
  }
  next.className = ""
  item.append(next)
}

function show(html) {
  const list = new DOMParser().parseFromString(html, "text/html").querySelector(".checklist")
  if (!list) return
  panel.querySelector(".checking-count").textContent = list.dataset.count
  panel.classList.toggle("has-blockers", Boolean(list.querySelector(".warning-note")))
  panel.querySelector(".checking-list").replaceChildren(list)
  if (panel.classList.contains("has-blockers")) replaceNextStep()
}

panel?.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]")
  if (link && link.pathname === location.pathname && goTo(link.hash)) {
    event.preventDefault()
    history.replaceState(null, "", link.hash)
  }
})

async function load() {
  const response = await askDesk(panel.dataset.source)
  if (response?.ok) show(await response.text())
}

if (panel) (window.requestIdleCallback ?? setTimeout)(load)
// With a link from another page: scroll again while the form grows, because blocks and text editors are still loading.
if (targetOf(location.hash)) {
  const observer = new ResizeObserver(() => goTo(location.hash))
  const stop = () => observer.disconnect()
  observer.observe(document.getElementById("article_form"))
  for (const type of ["keydown", "pointerdown", "wheel"]) document.addEventListener(type, stop, { once: true, passive: true })
  document.addEventListener("content-editor:ready", () => goTo(location.hash))
  setTimeout(stop, 3000)
}
