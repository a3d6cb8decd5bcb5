// Being told in this browser: ask it for an address, and send that. The page works without this file, by mail only.

const toBytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const usable = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

async function subscribe(key) {
  const registration = await navigator.serviceWorker.register("/varsler.js");
  await navigator.serviceWorker.ready;
  return registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: toBytes(key) });
}

const form = document.querySelector("[data-portal-push]");
if (form && usable) {
  const told = form.querySelector("[data-portal-told]");
  const say = (text) => { told.textContent = text; };
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if ((await Notification.requestPermission()) !== "granted") return say(form.dataset.refused);
    try {
      form.elements.endpoint.value = (await subscribe(form.dataset.portalPush)).endpoint;
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
      say((await answer.json()).told);
    } catch {
      say(form.dataset.failed);
    }
  });
}
