// A routine that is followed together: the page shows what others do as it happens, and keeps what one has begun to write.

import { watchAll } from "./detector.js";
import { connect } from "./live.js";
import { goTo, place } from "./place.js";

const shown = () => document.getElementById("run");
const fields = () => [...shown().querySelectorAll("textarea, select, input:is([type=text], [type=date], [type=radio])")];
const changed = (field) =>
  field.type === "radio" ? field.checked && !field.defaultChecked
  : field.options ? field.value !== ([...field.options].find((option) => option.defaultSelected) ?? field.options[0]).value
  : field.value !== field.defaultValue;
const next = () => shown().querySelector("[data-portal-next]");
const begun = () => fields().filter(changed);
let how = "waiting";
let asking = null;
let open = []; // the summaries of what stood open
let act = null; // what one has sent and has no answer to: where it stood, and which step was next
let missed = 0; // the last event that was heard meanwhile
let back = () => {}; // puts back what was in view
const written = new Map(); // what was begun and is not on the page again yet, by the id of its field

/** What stands on the page now, in place. Several that come while one is asked for are asked for once more together. */
function refresh() {
  asking ??= htmx.ajax("GET", location.pathname + location.search, { target: "#run", select: "#run", swap: "outerHTML" }).finally(() => (asking = null));
  return asking;
}

/** Whoever writes is told first: the step she writes at may be over. */
function happened(event) {
  if (event !== undefined && event <= Number(shown().dataset.event)) return undefined;
  if (act) missed = Math.max(missed, event ?? 0); // the answer may know of it already
  else if (!begun().length) return refresh();
  else {
    const news = shown().querySelector("[data-portal-news]");
    if (news.hidden) say(news);
    news.hidden = false;
  }
  return undefined;
}

/** Said aloud from outside what comes anew: a screen reader knows only what was there before. */
function say(told) {
  document.querySelector("[data-portal-said]").textContent = told?.textContent.trim() ?? "";
}

function tell(now) {
  how = now;
  const state = shown().querySelector("[data-portal-state]");
  state.hidden = false;
  state.dataset.state = how;
  state.querySelector("[data-fill=state]").textContent = shown().dataset[how];
}

document.addEventListener("click", ({ target }) => target.closest("[data-portal-news]") && refresh());
document.body.addEventListener("htmx:beforeRequest", ({ detail }) => {
  const form = detail.elt.closest("form");
  if (!form) return;
  const step = form.elements.step?.value ?? form.closest(".path > li").id;
  act = { step, fold: form.closest("details")?.querySelector("summary").id, next: next()?.dataset.portalNext };
});
document.body.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (detail.successful || !act) return;
  act = null;
  happened();
});
document.body.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const sent = detail.requestConfig.elt.closest("form"); // what was sent is done with
  if (act && !sent) return (detail.shouldSwap = false); // the answer that is on its way is newer
  if (!detail.serverResponse.includes('id="run"')) {
    detail.shouldSwap = false; // signed out, or no longer in the room: what was begun stays
    act = null;
    return tell("gone");
  }
  back = place(shown());
  open = [...shown().querySelectorAll("details[open] > summary")].filter((one) => !sent || !one.parentElement.contains(sent));
  for (const field of begun()) if (field.form !== sent) written.set(field.id, field.value);
});
document.body.addEventListener("htmx:afterSettle", () => {
  for (const { id } of open) document.getElementById(id)?.parentElement.setAttribute("open", "");
  for (const [id, value] of [...written]) putBack(id, value);
  const [lost] = written.keys();
  const key = lost?.replace(/-text$/, "");
  if (key && !location.search.includes(`=${key}`)) {
    history.replaceState(null, "", `?steg=${key}`); // its step has closed: it is opened again
    Promise.resolve(asking).then(refresh);
  } else written.clear();
  watchAll();
  tell(how);
  back();
  if (act) arrive(act);
  act = null;
  if (missed) happened(missed);
  missed = 0;
});

/** After what one did oneself: at what must be put right, at the step that is next now, or where one was. */
function arrive({ step, fold, next: before }) {
  const wrong = shown().querySelector("[autofocus], [data-portal-errors]");
  const now = next();
  say(shown().querySelector(".told"));
  if (wrong) goTo(wrong);
  else if (now && now.dataset.portalNext !== before) goTo(now, now.closest(".path > li, section"));
  else if (document.activeElement === document.body) {
    goTo(document.getElementById(fold) ?? document.getElementById(step)?.querySelector("h2"));
  }
}

/** What was written where there is no field any more goes into the note of its step, so that no word is lost. */
function putBack(id, value) {
  const field = document.getElementById(id);
  if (field || !id.endsWith("-text")) written.delete(id);
  if (!field && id.endsWith("-reason")) written.set(id.replace(/-reason$/, "-text"), value);
  if (field?.type === "radio") field.checked = true;
  else if (field) field.value = value;
  field?.closest("details")?.setAttribute("open", "");
}

connect({
  topic: Number(shown().dataset.topic),
  event: () => Number(shown().dataset.event),
  take: (frame) => happened(frame.event),
  catchUp: () => happened(),
  writes() {},
  here() {},
  tell,
});
