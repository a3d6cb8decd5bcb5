// The first hits, while one types. Without this the field is a plain form; nothing typed is kept anywhere.

const WAIT = 150; // milliseconds after the last key

for (const form of document.querySelectorAll("[data-portal-seek]")) {
  const list = form.querySelector("[data-portal-suggest]");
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

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !list.hasChildNodes()) return;
    event.preventDefault(); // the words stay
    list.replaceChildren();
  });
}
