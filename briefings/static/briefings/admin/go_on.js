// Asks for the next step of long work as soon as the page with the last one is there.
document.querySelector("form[data-go-on]")?.requestSubmit()
