// Offers titles while somebody types in the field of the search page. Without this script the field works all the same.
const form = document.querySelector("form[data-suggestions]");
const field = form.elements.q;
const list = document.getElementById(field.getAttribute("list"));
let waiting, asked;

async function offer() {
  const text = field.value.trim();
  asked?.abort();
  if (text.length < 2) return list.replaceChildren();
  const chosen = [...list.children].find((option) => option.value === text);
  if (chosen) return location.assign(chosen.dataset.url);
  asked = new AbortController();
  try {
    const response = await fetch(`${form.dataset.suggestions}?q=${encodeURIComponent(text)}`, { signal: asked.signal });
    const { suggestions } = await response.json();
    list.replaceChildren(...suggestions.map(({ title, url, kind }) => {
      const option = new Option(kind, title);
      option.dataset.url = url;
      return option;
    }));
  } catch { /* typed on, or no answer: nothing is offered */ }
}

field.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(offer, 150); });
