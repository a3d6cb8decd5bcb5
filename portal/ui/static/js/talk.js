// A topic that keeps itself up to date. Everything here can also be done with the plain forms and a reload.

import { connect } from "./live.js";
import { pick } from "./pick.js";

const DRAFT_AFTER = 1200; // milliseconds after the last key
const WRITES_EVERY = 3000; // milliseconds between two signs that one is writing
const ASK_AGAIN = 3000; // milliseconds after a question that got no answer
const WRITES_FOR = 5000; // how long the sign stands with the others

const talk = document.querySelector("[data-portal-talk]");
if (talk) begin(talk);

function begin(talk) {
  if (innerWidth < 760) talk.querySelector("[data-portal-people]").open = false; // its summary names the agencies
  const { portalTalk: base, topic, me } = talk.dataset;
  const log = talk.querySelector("[data-portal-log]");
  const mould = talk.querySelector("[data-portal-mould]").content.firstElementChild;
  const say = talk.querySelector("[data-portal-say]");
  const typing = talk.querySelector("[data-portal-typing]");
  let token = talk.querySelector("[name=csrfmiddlewaretoken]").value;
  const here = { timeZone: "Europe/Oslo" }; // as the server writes it, wherever the reader is
  const language = document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang; // the day before the month
  const clock = new Intl.DateTimeFormat("nb", { ...here, hour: "2-digit", minute: "2-digit" });
  const today = new Intl.DateTimeFormat(language, { ...here, weekday: "long", day: "numeric", month: "long" });
  const sized = (bytes) => {
    const [size, unit] = bytes < 1024 ? [bytes, "byte"] : bytes < 1048576 ? [bytes / 1024, "kilobyte"] : [bytes / 1048576, "megabyte"];
    return size.toLocaleString(language, { style: "unit", unit, maximumFractionDigits: 1 });
  };
  const tail = Boolean(talk.dataset.tail); // the page ends with the latest; else it is one further up
  let event = Number(talk.dataset.event);
  let heardOf = event; // the latest that any frame told of, whether or not it could be shown
  let asking = null;
  let quiet; // the end of the sign that somebody writes
  let paused = false; // by the reader: what comes meanwhile is asked for when she goes on

  const post = (address, data) => {
    data.delete("csrfmiddlewaretoken"); // what a form was made with may be older than the one that holds
    return fetch(address, { method: "POST", body: data, headers: { Accept: "application/json", "X-CSRFToken": token } });
  };
  const send = async (path, data) => {
    const address = new URL(path, new URL(base, location.origin));
    const answer = await post(address, data);
    const stale = answer.redirected || answer.headers.has("X-Page-Too-Old");
    return stale && (await renew()) ? post(address, data) : answer;
  };
  // What is no JSON is a page for people: signed out, taken out of the room, or more than may be sent.
  const told = async (answer) => {
    if ((answer.headers.get("Content-Type") ?? "").includes("json")) return answer.json();
    const out = answer.redirected || answer.headers.has("X-Page-Too-Old");
    return { told: out ? talk.dataset.signedOut : talk.dataset.refused };
  };
  // Signed in anew in another window, the page has another token. Signed out, it says so, and takes nothing from her.
  const renew = async () => {
    const page = await fetch(location.pathname);
    if (page.redirected) return false;
    const fresh = new DOMParser().parseFromString(await page.text(), "text/html").querySelector("[name=csrfmiddlewaretoken]");
    if (!fresh) return false;
    for (const held of document.querySelectorAll("[name=csrfmiddlewaretoken]")) held.value = fresh.value;
    token = fresh.value;
    return true;
  };

  // What is said, as it comes

  // Only what is new is written, or a screen reader would read the whole message again for a sign.
  const write = (place, text) => {
    if (place.textContent !== text) place.textContent = text;
  };
  const fill = (item, part, text) => {
    const place = item.querySelector(`[data-fill="${part}"]`);
    write(place, text);
    return place;
  };

  // By attribute: inside a template no address is resolved yet.
  const number = (item, places, name, value) => {
    for (const one of item.querySelectorAll(places)) {
      one.setAttribute(name, one.getAttribute(name).replace("/0/", `/${value}/`));
    }
  };

  const show = (frame) => {
    let item = log.querySelector(`[data-number="${frame.number}"]`);
    if (!item && !fits(frame.number)) return; // on another page of the topic
    if (!item) {
      item = mould.cloneNode(true);
      number(item, "form", "action", frame.number);
      number(item, ".act a", "href", frame.number);
      item.id = `m${frame.number}`;
      Object.assign(item.dataset, { number: frame.number, author: frame.author });
      place(item, frame);
    }
    const own = String(frame.author) === me;
    const words = frame.name.split(" ");
    fill(item, "face", words.length > 1 ? words[0][0] + words.at(-1)[0] : words[0][0]).dataset.reg = frame.regime;
    fill(item, "name", frame.name);
    fill(item, "agency", frame.agency || talk.dataset.guest);
    const at = item.querySelector("time");
    at.dateTime = frame.at;
    write(at, clock.format(new Date(frame.at)).replace(":", "."));
    at.parentElement.href = `#m${frame.number}`;
    item.dataset.state = frame.state;
    item.querySelector("[data-fill=changed]").hidden = !frame.changed || frame.state !== "shown";
    const text = item.querySelector("[data-fill=html]");
    text.hidden = frame.state !== "shown";
    const html = Object.assign(document.createElement("template"), { innerHTML: frame.html });
    if (text.innerHTML !== html.innerHTML) text.replaceChildren(html.content); // written by the portal's own markup alone
    for (const why of item.querySelectorAll("[data-shown]")) why.hidden = why.dataset.shown !== frame.state;
    files(item, frame);
    quote(item, frame.quotes);
    for (const box of log.querySelectorAll(`.quoted[href="#m${frame.number}"]`)) quote(box.closest(".msg"), frame.number);
    signs(item, frame);
    const open = frame.state === "shown" || (frame.state === "hidden" && own);
    item.querySelector("[data-fill=act]").hidden = !open;
    for (const mine of item.querySelectorAll("[data-own]")) mine.hidden = !own;
    for (const one of item.querySelectorAll("[data-open]")) one.hidden = frame.state !== "shown";
    for (const one of item.querySelectorAll("[data-anew]")) one.hidden = frame.state !== "hidden";
    for (const theirs of item.querySelectorAll("[data-others]")) theirs.hidden = own;
    item.querySelector("[data-fill=reported]").hidden = !frame.reported;
    item.querySelector("[data-fill=document]").hidden = !frame.document;
    item.classList.toggle("named", frame.named.map(String).includes(me));
  };

  const fits = (number) => {
    const first = Number(log.querySelector("[data-number]")?.dataset.number ?? 0);
    return tail && (number > first || !talk.querySelector(".earlier"));
  };

  const place = (item, frame) => {
    const later = [...log.querySelectorAll("[data-number]")].find((other) => Number(other.dataset.number) > frame.number);
    const day = today.format(new Date(frame.at));
    const days = log.querySelectorAll(".day");
    if (!later && new Date(frame.at) - new Date() > -6e7 && days.length && days[days.length - 1].dataset.day !== day) {
      const last = log.querySelector("[data-number]:last-of-type time");
      if (last && today.format(new Date(last.dateTime)) !== day) {
        const line = Object.assign(document.createElement("li"), { className: "day", textContent: day });
        line.dataset.day = day;
        log.append(line);
      }
    }
    if (document.hidden && !log.querySelector(".newline")) {
      log.append(Object.assign(document.createElement("li"), { className: "newline", textContent: talk.dataset.new }));
    }
    log.insertBefore(item, later ?? null);
  };

  const files = (item, frame) => {
    const list = item.querySelector("[data-fill=files]");
    const lines = frame.files.map((file) => {
      const link = Object.assign(document.createElement("a"), { href: `${base}${frame.number}/fil/${file.id}/` });
      if (file.width) link.append(Object.assign(document.createElement("img"), { width: file.width, height: file.height, alt: "", src: link.href }));
      else link.download = "";
      const told = document.createElement("span");
      const size = Object.assign(document.createElement("span"), { className: "soft", textContent: sized(file.size) });
      const icon = talk.querySelector("label[for=attached] .icon")?.cloneNode(true) ?? "";
      told.append(icon, Object.assign(document.createElement("b"), { textContent: file.name }), " ", size);
      link.append(told);
      const line = document.createElement("li");
      line.append(link);
      return line;
    });
    if (list.children.length !== lines.length) list.replaceChildren(...lines); // all go with the message, or none
    const card = item.querySelector("[data-fill=card]");
    card.hidden = !frame.card;
    if (frame.card) {
      card.href = `/fagstoff/${frame.card.key}/`;
      fill(item, "card-title", frame.card.title);
    }
  };

  const quote = (item, number) => {
    const box = item.querySelector("[data-fill=quote]");
    const origin = number && log.querySelector(`[data-number="${number}"]`);
    box.hidden = !number;
    if (!number) return;
    box.href = origin ? `#m${number}` : `?for=${number + 1}`;
    if (!origin) return; // further up than the page goes: what the portal has written of it stands
    fill(item, "quoted-name", origin.querySelector("[data-fill=name]").textContent);
    const gone = origin.dataset.state === "deleted" ? talk.dataset.wasDeleted : talk.dataset.wasHidden;
    const words = origin.querySelector("[data-fill=html]").textContent.trim().slice(0, 120);
    fill(item, "quoted-text", origin.dataset.state === "shown" ? words : gone);
  };

  const signs = (item, frame) => {
    const list = item.querySelector("[data-fill=signs]");
    const buttons = [...item.querySelectorAll(".dots form")].filter((form) => form.elements.sign);
    const given = buttons.flatMap((form) => {
      const people = frame.signs[form.elements.sign.value] ?? [];
      if (!people.length) return [];
      const own = people.some(([id]) => String(id) === me);
      const copy = form.cloneNode(true);
      copy.elements.given.disabled = own;
      copy.hidden = false; // where nothing may be written the form is hidden, what was given is not
      const button = copy.querySelector("button");
      button.className = "sign";
      button.title = people.map(([, name]) => name).join(", ");
      button.setAttribute("aria-pressed", String(own));
      button.append(" ", Object.assign(document.createElement("b"), { textContent: people.length }));
      const line = document.createElement("li");
      line.append(copy);
      return [line];
    });
    const held = list.contains(document.activeElement) && document.activeElement.form.elements.sign.value;
    list.replaceChildren(...given);
    if (held) (list.querySelector(`[value=${held}] ~ button`) ?? item).focus();
  };

  // Catching up: what is contiguous is shown, a gap is asked for

  const take = (frame) => {
    if (frame.event <= event) return;
    heardOf = Math.max(heardOf, frame.event);
    if (frame.since > event || !("number" in frame)) return void catchUp().catch(() => undefined);
    event = frame.event;
    const near = atEnd();
    steadily(() => show(frame));
    if (typing.textContent.startsWith(frame.name)) typing.textContent = "";
    if (near || String(frame.author) === me) read(frame.number);
  };

  // What could not be asked for now is asked for a little later, also where the socket says that all is well.
  const catchUp = () => (asking ??= ask().catch(later).finally(() => (asking = null)));
  let retry;
  const later = (error) => {
    const asks = () => paused || document.hidden || !navigator.onLine || catchUp().catch(() => undefined);
    clearTimeout(retry);
    retry = setTimeout(asks, ASK_AGAIN * (1 + Math.random()));
    throw error;
  };

  const ask = async () => {
    const known = heardOf;
    const answer = await fetch(`${base}nytt/?etter=${event}`, { headers: { Accept: "application/json" } });
    const held = say?.elements.body.value; // what she has begun is not taken from her
    const over = answer.status === 404 || answer.redirected; // no longer hers, or signed out
    if (over && held) return tell(answer.redirected ? talk.dataset.signedOut : talk.dataset.refused);
    if (over) return location.reload();
    if (!answer.ok) throw new Error("No answer for now");
    const { head, closed, frames } = await answer.json();
    if (closed && say && !held) return location.reload();
    steadily(() => frames.filter((frame) => frame.event > event).forEach(show)); // an older answer undoes nothing
    event = Math.max(event, frames.length >= 200 ? frames.at(-1).event : head);
    if (frames.length >= 200 || (heardOf > known && heardOf > event)) return ask(); // something came while it was asked
    if (frames.length && atEnd()) read(Math.max(...frames.map((frame) => frame.number))); // the last may be a change
  };

  const state = document.querySelector("[data-portal-state]");
  const live = connect({
    topic: Number(topic),
    event: () => event,
    take: (frame) => paused || take(frame),
    catchUp: () => (paused ? undefined : catchUp()),
    writes: (name) => writes(name),
    here: (people) => present(people),
    tell: (how) => {
      state.hidden = false;
      if (how === "gone") clearTimeout(quiet);
      if (state.dataset.state !== how) write(typing, how === "gone" ? talk.dataset.gone : ""); // seen where one writes, too
      state.dataset.state = how;
      fill(state, "state", paused ? talk.dataset.paused : talk.dataset[how]);
    },
  });

  document.querySelector("[data-portal-pause]").addEventListener("click", ({ target }) => {
    paused = !paused;
    target.textContent = paused ? talk.dataset.goOn : talk.dataset.stop;
    live.tell();
    if (!paused) catchUp().catch(() => undefined);
  });

  // Whoever is at the end stays there; the field one writes in stays where it is; whoever reads further up is left in peace.
  const steadily = (act) => {
    if (!atEnd()) return act();
    const { bottom } = log.getBoundingClientRect();
    act();
    if (say?.contains(document.activeElement)) scrollBy(0, log.getBoundingClientRect().bottom - bottom);
    else toEnd();
  };
  // Where what is said goes out of sight: on a phone that is behind the field.
  const foot = () => Math.min(innerHeight, say?.getBoundingClientRect().top ?? innerHeight);
  const toEnd = () => scrollBy(0, Math.max(0, typing.getBoundingClientRect().bottom - foot()));

  // How far one has read

  const atEnd = () => !document.hidden && (log.lastElementChild?.getBoundingClientRect().top ?? 0) < foot();
  let marked = Number(talk.dataset.read);
  const read = (number) => {
    if (number <= marked || document.hidden || !tail) return; // what lies between is not on this page
    marked = number;
    const data = new FormData();
    data.set("number", number);
    send("lest/", data).catch(() => undefined);
  };
  const newest = () => Number(log.querySelector("[data-number]:last-of-type")?.dataset.number ?? 0);
  addEventListener("scroll", () => atEnd() && read(newest()), { passive: true });
  talk.classList.add("ready");
  const [came] = performance.getEntriesByType("navigation");
  if (!location.hash && came?.type === "navigate") {
    const since = log.querySelector(".newline");
    if (since && since.getBoundingClientRect().top > foot()) since.scrollIntoView();
    else if (!since) toEnd();
  }
  if (atEnd()) read(newest());

  // Who has it open now, where the network has chosen to show it

  const present = (people) => {
    for (const person of talk.querySelectorAll("[data-user]")) {
      person.querySelector("[data-fill=here]").hidden = !people.map(String).includes(person.dataset.user);
    }
  };

  // Who is writing

  const writes = (name) => {
    write(typing, `${name} ${talk.dataset.writes}`);
    clearTimeout(quiet);
    quiet = setTimeout(() => (typing.textContent = ""), WRITES_FOR);
  };

  // Signs, hiding, deleting: the same forms, without a reload

  log.addEventListener("submit", async (submitted) => {
    const form = submitted.target.closest("[data-portal-act]");
    if (!form) return;
    submitted.preventDefault();
    const item = form.closest(".msg");
    const menu = form.closest("details");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
    const answer = await send(form.getAttribute("action"), new FormData(form)).catch(() => null);
    if (!answer?.ok || answer.redirected) tell((answer && (await told(answer)).told) ?? talk.dataset.gone, item);
    await catchUp().catch(() => undefined);
    if (!document.activeElement.checkVisibility() || document.activeElement === document.body) item.focus({ preventScroll: true });
  });

  // By the message it is about, or by the field.
  const tell = (text, item) => {
    for (const old of log.querySelectorAll(".told-here")) old.remove();
    const place = item ? Object.assign(document.createElement("p"), { className: "told-here", role: "alert" }) : talk.querySelector("[data-portal-told]");
    item?.append(place);
    if (place) place.textContent = text;
  };

  if (!say) return;
  new ResizeObserver(() => atEnd() && toEnd()).observe(say); // what it says of the text makes it higher

  // Writing

  const field = say.elements.body;
  const answering = say.querySelector("[data-portal-answering]");
  let drafting;
  let wrote = 0;
  let sending = false;
  let failed = null;
  let again = false; // what was written while the message before was on its way is sent after it

  say.querySelector("[data-portal-hint]").hidden = false;
  field.required = false; // a file or an article is enough
  field.addEventListener("input", () => {
    clearTimeout(drafting);
    drafting = setTimeout(draft, DRAFT_AFTER);
    if (Date.now() - wrote > WRITES_EVERY) {
      wrote = Date.now();
      live.write();
    }
  });
  let drafted; // the last one on its way: a message that is sent takes it along
  const draft = () => {
    const data = new FormData();
    data.set("body", field.value);
    drafted = send("utkast/", data).catch(() => undefined);
  };
  addEventListener("pagehide", () => {
    clearTimeout(drafting);
    const data = new FormData();
    data.set("body", field.value);
    data.set("csrfmiddlewaretoken", token);
    if (field.value !== field.defaultValue) navigator.sendBeacon(`${base}utkast/`, data);
  });

  const answer = (item) => {
    say.elements.quotes.value = item?.dataset.number ?? "";
    answering.hidden = !item;
    if (item) {
      const said = item.querySelector("[data-fill=html]").textContent.trim();
      const start = said.length > 60 ? `${said.slice(0, 60)} …` : said;
      answering.querySelector("[data-fill=to]").textContent = `${item.querySelector("[data-fill=name]").textContent}: ${start}`;
      field.focus();
    }
  };
  log.addEventListener("click", ({ target }) => target.closest("[data-portal-quote]") && answer(target.closest(".msg")));
  say.querySelector("[data-portal-no-answer]").addEventListener("click", () => {
    answer(null);
    field.focus();
  });

  const picked = pick(say);

  field.addEventListener("keydown", (key) => {
    if (key.key === "Enter" && (key.ctrlKey || key.metaKey)) {
      key.preventDefault();
      say.requestSubmit();
    }
    if (key.key === "ArrowUp" && !field.value) {
      key.preventDefault();
      log.querySelector("[data-number]:last-of-type")?.focus();
    }
  });
  // Up and down between messages, and back to the field.
  log.addEventListener("keydown", (key) => {
    const item = document.activeElement;
    const step = { ArrowUp: -1, ArrowDown: 1, Home: -Infinity, End: Infinity }[key.key];
    if (!item?.matches?.(".msg") || !step) return;
    key.preventDefault();
    const items = [...log.querySelectorAll(".msg")];
    const wanted = items.indexOf(item) + step;
    if (wanted >= items.length) return field.focus();
    items[Math.max(wanted, 0)].focus();
  });

  say.addEventListener("submit", async (submitted) => {
    submitted.preventDefault();
    again ||= sending;
    if (sending || !(field.value.trim() || say.elements.attached.files.length || say.elements.article.value)) return;
    sending = true;
    tell("");
    const words = field.value;
    const sent = all();
    if (failed !== null && failed !== sent) say.elements.client_id.value = crypto.randomUUID(); // not the same message
    failed = null;
    try {
      clearTimeout(drafting);
      await drafted;
      const given = await deliver(new FormData(say));
      if (given.number && !tail) return location.assign(base);
      if (given.number) {
        clearTimeout(drafting);
        field.defaultValue = "";
        field.value = field.value.startsWith(words) ? field.value.slice(words.length) : field.value; // she may have gone on
        field.dispatchEvent(new Event("change")); // the checks look again
        say.elements.client_id.value = crypto.randomUUID();
        if (sent === all(words)) {
          answer(null);
          picked.clear();
        }
        wrote = 0;
        await catchUp().catch(() => undefined);
        toEnd();
      } else {
        failed = sent; // it may have come all the same: sent again unchanged, it is found
        tell(given.told ?? talk.dataset.failed);
      }
    } finally {
      sending = false;
      if (again) say.requestSubmit();
      again = false;
    }
  });

  // Everything a message is made of: what is chosen while it is on its way belongs to the next.
  const all = (words = field.value) => {
    const { attached, article, quotes } = say.elements;
    return JSON.stringify([words, [...attached.files].map((file) => [file.name, file.size]), article.value, quotes.value]);
  };

  // The same message, with the same key: sent again it is found, not repeated.
  const deliver = async (data) => {
    for (const wait of [0, 500, 2000]) {
      if (wait && !navigator.onLine) break; // waiting would only keep her from knowing
      if (wait) await new Promise((resume) => setTimeout(resume, wait));
      try {
        const answer = await send("si/", data);
        if (answer.status < 500) return await told(answer);
      } catch {
        // The net is gone for a moment: once more.
      }
    }
    return {};
  };
}
