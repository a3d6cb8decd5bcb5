// What goes with a message: files, an article found by typing, and people named with @.

const WAIT = 180; // milliseconds after the last key

/** Shows what has been chosen in the composer; `clear()` forgets it. */
export function pick(form) {
  const list = form.querySelector("[data-portal-chosen]");
  const { attached, article, body } = form.elements;

  const line = (text, forget) => {
    const item = document.createElement("li");
    const away = Object.assign(document.createElement("button"), { type: "button", className: "inline", textContent: list.dataset.away });
    away.addEventListener("click", () => {
      forget();
      body.focus(); // the button is gone
    });
    item.append(text, " ", away);
    return item;
  };
  let files = []; // each choice adds to those before; one can be taken away
  const hold = (kept) => {
    const together = new DataTransfer();
    for (const file of kept) together.items.add(file);
    attached.files = together.files;
    files = [...kept];
  };
  const show = (title = "") => {
    const lines = files.map((file) => line(file.name, () => (hold(files.filter((other) => other !== file)), show(title))));
    const card = article.value ? [line(title, () => ((article.value = ""), show()))] : [];
    list.replaceChildren(...lines, ...card);
  };
  attached.addEventListener("change", () => {
    hold([...files, ...attached.files]);
    show(list.dataset.title);
  });
  articles(form.querySelector("[data-portal-pick]"), (found) => {
    article.value = found.key;
    list.dataset.title = found.title;
    show(found.title);
    body.focus();
  });
  people(form, body);
  return { clear: () => ((attached.value = article.value = ""), (files = []), show()) };
}

/** Finds articles while one types; Enter and the arrows work, as in every list. */
function articles(box, chosen) {
  const field = box.querySelector("input");
  const list = box.querySelector("[data-fill=found]");
  let timer;
  box.hidden = false;
  box.addEventListener("toggle", () => box.open && field.focus());

  const ask = async () => {
    const answer = await fetch(`${box.dataset.portalPick}?q=${encodeURIComponent(field.value)}`).catch(() => null);
    const { found } = answer?.ok ? await answer.json() : { found: [] };
    list.replaceChildren(...found.map(option));
  };
  const option = (found) => {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "inline", textContent: found.title });
    button.title = found.lead;
    button.addEventListener("click", () => {
      box.open = false;
      field.value = "";
      list.replaceChildren();
      chosen(found);
    });
    const item = document.createElement("li");
    item.append(button);
    return item;
  };
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  box.addEventListener("keydown", (key) => {
    const stops = [field, ...list.querySelectorAll("button")];
    const step = { ArrowDown: 1, ArrowUp: -1 }[key.key];
    if (key.key === "Enter" && key.target === field) {
      key.preventDefault();
      stops[1]?.click();
    } else if (step) {
      key.preventDefault();
      stops[stops.indexOf(document.activeElement) + step]?.focus();
    }
  });
}

/** «@Ka» offers those in the room whose name begins so; a click or Tab writes the name out. */
function people(form, field) {
  const names = [...document.querySelectorAll("[data-portal-people] [data-name]")].map((one) => one.dataset.name);
  const list = Object.assign(document.createElement("ul"), { className: "plain names", hidden: true });
  field.after(list);

  const begun = () => /(?:^|\s)@([\p{L} -]{0,40})$/u.exec(field.value.slice(0, field.selectionStart))?.[1];
  const write = (name) => {
    const end = field.selectionStart;
    field.setRangeText(`${name} `, end - begun().length, end, "end");
    list.hidden = true;
    field.focus();
  };
  const offer = () => {
    const words = begun()?.toLowerCase();
    const fitting = words === undefined ? [] : names.filter((name) => ` ${name.toLowerCase()}`.includes(` ${words}`)); // a surname too
    list.hidden = !fitting.length || fitting.some((name) => name.toLowerCase() === words);
    list.replaceChildren(...fitting.slice(0, 6).map((name) => {
      const item = document.createElement("li");
      const button = Object.assign(document.createElement("button"), { type: "button", className: "inline", textContent: name });
      button.addEventListener("click", () => write(name));
      item.append(button);
      return item;
    }));
  };
  field.addEventListener("input", offer);
  field.addEventListener("keydown", (key) => {
    if (list.hidden) return;
    if (key.key === "Tab" && !key.shiftKey) {
      key.preventDefault();
      write(list.querySelector("button").textContent);
    }
    if (key.key === "Escape") list.hidden = true;
  });
}
