// Small enhancements; every page works without them. Hooks are data-portal-…, classes are for looks.

const OPEN = "details[data-portal-pop][open]";

/** Close what is open (the acute exit, «More»), except the one that holds `place`. */
function closeAround(place) {
  for (const pop of document.querySelectorAll(OPEN)) {
    if (!pop.contains(place)) pop.open = false;
  }
}

document.addEventListener("click", (event) => closeAround(event.target));
document.addEventListener("focusin", (event) => closeAround(event.target));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const pop of document.querySelectorAll(OPEN)) {
    const held = pop.contains(document.activeElement);
    pop.open = false;
    if (held) pop.querySelector("summary").focus();
  }
});

/** What must be put right is read first, and each line leads to its field. */
const errors = document.querySelector("[data-portal-errors]");
errors?.focus();
errors?.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#']");
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  field.scrollIntoView({ block: "center" });
  field.focus({ preventScroll: true });
});
