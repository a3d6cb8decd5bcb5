// Where one stands on a page of which a part comes anew: what is in view stays where it is, and the focus where it was.

const TOP = 64; // pixels: what is higher lies under the bar
const there = (id) => {
  const found = document.getElementById(id);
  return found?.getClientRects().length ? found : null; // what lies in a closed fold has no place
};

/** Remembers the place in `part`. What it answers with puts it back, as soon as the new part is there. */
export function place(part) {
  const had = part.contains(document.activeElement) ? document.activeElement : null;
  const tops = [had, ...part.querySelectorAll("[id]")].filter((one) => one?.id).map((one) => [one.id, one.getBoundingClientRect().top]);
  const inView = tops.filter(([, top]) => top > TOP && top < innerHeight);
  return () => {
    if (had && document.activeElement === document.body) there(had.id)?.focus({ preventScroll: true });
    const [id, top] = inView.find(([one]) => there(one)) ?? [];
    if (id) scrollBy({ top: there(id).getBoundingClientRect().top - top, behavior: "instant" });
  };
}

/** Shows `target` and gives it the focus, whatever it is. `from`: what is shown with it, from its beginning. */
export function goTo(target, from) {
  if (!target) return;
  if (!target.matches("a, button, input, select, textarea, summary")) target.tabIndex = -1;
  (from ?? target).scrollIntoView({ block: from ? "start" : "nearest", behavior: "instant" });
  target.focus({ preventScroll: true });
}
