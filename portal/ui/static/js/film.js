// The film page: a line of the transcript plays from its second, the line being said is marked, and the text is searched.

const film = document.querySelector("[data-portal-film]");
const said = document.querySelector("[data-portal-said]");
const lines = [...(said?.querySelectorAll("[data-second]") ?? [])];

said?.addEventListener("click", (event) => {
  const line = event.target.closest("a")?.closest("[data-second]");
  if (!line || !film) return;
  event.preventDefault();
  film.currentTime = Number(line.dataset.second);
  film.play();
});

film?.addEventListener("timeupdate", () => {
  const now = lines.filter((line) => Number(line.dataset.second) <= film.currentTime).at(-1);
  for (const line of lines) line.classList.toggle("here", line === now && !film.paused);
});

const field = said?.querySelector("[data-portal-said-field]");
if (field) {
  field.hidden = false;
  const status = field.querySelector("[role=status]");
  const texts = lines.map((line) => [line, line.querySelector("span"), line.querySelector("span").textContent]);
  field.querySelector("input").addEventListener("input", (event) => {
    const wanted = event.target.value.trim().toLowerCase();
    let found = 0;
    for (const [line, place, text] of texts) {
      const at = wanted ? text.toLowerCase().indexOf(wanted) : -1;
      line.hidden = Boolean(wanted) && at < 0;
      place.textContent = text;
      if (at < 0) continue;
      found += 1;
      const hit = document.createElement("mark");
      hit.textContent = text.slice(at, at + wanted.length);
      place.replaceChildren(text.slice(0, at), hit, text.slice(at + wanted.length));
    }
    const { one, many, none } = status.dataset;
    status.textContent = !wanted ? "" : found === 0 ? none : found === 1 ? one : `${found} ${many}`;
  });
}
