// The live connection: one socket, or a look every fifteen seconds where there is none. It never carries what one writes.

const LOOK_EVERY = 15000; // milliseconds between two looks without a socket
const SHORTEST_WAIT = 500;
const LONGEST_WAIT = 20000;
const MADE_ROOM = 4001; // the code with which the oldest of her sockets is closed
const ANSWERS_WITHIN = 5000; // a socket that does not is dead, though it may not know it

/** Keeps a conversation connected. `tell` is called with how it goes: "live", "waiting" or "gone". */
export function connect({ topic, event, take, catchUp, writes, here, tell }) {
  let socket = null;
  let wait = SHORTEST_WAIT;
  let how = "waiting";
  let listening = false;
  let later, doubt;
  const say = (now) => tell((how = now ?? how));
  const ask = (what) => socket?.readyState === WebSocket.OPEN && socket.send(JSON.stringify({ do: what, topic }));

  const open = () => {
    clearTimeout(later);
    const opened = (socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}/live/`));
    opened.addEventListener("open", () => opened === socket && ask("listen"));
    opened.addEventListener("message", ({ data }) => opened === socket && heard(JSON.parse(data)));
    opened.addEventListener("close", ({ code }) => {
      if (opened !== socket) return;
      socket = null;
      listening = false;
      here([]);
      if (how !== "gone") say(navigator.onLine ? "waiting" : "gone");
      if (code === MADE_ROOM) return; // she has it open in many windows: this one goes on when she looks at it
      later = setTimeout(open, wait * (0.5 + Math.random())); // not all at once after a restart
      wait = Math.min(wait * 2, LONGEST_WAIT);
    });
  };

  const anew = () => {
    const old = socket;
    wait = SHORTEST_WAIT;
    open();
    old?.close();
  };

  // Whoever slept, or changed networks, may hold a socket that nothing comes through any more.
  const sure = () => {
    if (!socket) return anew();
    ask("listen");
    clearTimeout(doubt);
    doubt = setTimeout(anew, ANSWERS_WITHIN);
  };

  const heard = (frame) => {
    clearTimeout(doubt);
    if (frame.topic !== topic) return;
    if ("listening" in frame) {
      wait = SHORTEST_WAIT;
      listening = frame.listening;
      say(listening ? "live" : "waiting");
      if (frame.event !== event()) look();
    } else if ("writes" in frame) writes(frame.name);
    else if ("here" in frame) here(frame.here);
    else take(frame);
  };

  const look = () => catchUp()?.then?.(() => how === "gone" && say(listening ? "live" : "waiting"), () => say("gone"));
  setInterval(() => how !== "live" && !document.hidden && look(), LOOK_EVERY * (0.9 + Math.random() / 5));
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    look();
    sure();
  });
  addEventListener("online", () => {
    look();
    anew();
  });
  addEventListener("offline", () => say("gone"));
  open();

  return {
    tell: () => say(),
    write: () => ask("writes"),
  };
}
