// The first hits, while one types. Without this the field is a plain form; nothing typed is kept anywhere.

const WAIT = 150; // milliseconds after the last key

for (const form of document.querySelectorAll("[data-portal-seek]")) {
  const list = form.querySelector("[data-portal-suggest]");
  const field = form.querySelector("[name=q]");
  let asking = new AbortController();
  let timer;

  const ask = async () => {
    asking.abort();
    asking = new AbortController();
    const wanted = new URLSearchParams(new FormData(form));
    if (!wanted.get("q").trim()) return list.replaceChildren();
    try {
      const answer = await fetch(`${form.dataset.portalSeek}?${wanted}`, { signal: asking.signal });
      const page = new DOMParser().parseFromString(answer.ok ? await answer.text() : "", "text/html");
      list.replaceChildren(...page.body.childNodes);
    } catch {
      // A newer question is under way, or the net is gone: the button still works.
    }
  };

  // From the field down through the hits and up again; past the ends one stays.
  const step = (way) => {
    const stops = [field, ...list.querySelectorAll("a")];
    stops[stops.indexOf(document.activeElement) + way]?.focus();
  };

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  form.addEventListener("keydown", (event) => {
    const ways = { ArrowDown: 1, ArrowUp: -1 };
    if (!list.hasChildNodes()) return;
    if (event.key in ways) {
      event.preventDefault();
      step(ways[event.key]);
    }
    if (event.key === "Escape") {
      event.preventDefault(); // the words stay
      list.replaceChildren();
      field.focus();
    }
  });
}
