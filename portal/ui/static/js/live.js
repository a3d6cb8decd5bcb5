// The live connection: one socket, or a look every fifteen seconds where there is none. It never carries what one writes.

const LOOK_EVERY = 15000; // milliseconds between two looks without a socket
const LONGEST_WAIT = 20000;

/** Keeps a conversation connected. `tell` is called with how it goes: "live", "waiting" or "gone". */
export function connect({ topic, event, take, catchUp, writes, tell }) {
  let socket = null;
  let wait = 500;
  let how = "waiting";
  const say = (now) => tell((how = now ?? how));

  const open = () => {
    socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}/live/`);
    socket.addEventListener("open", () => socket.send(JSON.stringify({ do: "listen", topic })));
    socket.addEventListener("message", ({ data }) => heard(JSON.parse(data)));
    socket.addEventListener("close", () => {
      socket = null;
      say(navigator.onLine ? "waiting" : "gone");
      setTimeout(open, wait * (0.5 + Math.random())); // not all at once after a restart
      wait = Math.min(wait * 2, LONGEST_WAIT);
    });
  };

  const heard = (frame) => {
    if (frame.topic !== topic) return;
    if ("listening" in frame) {
      wait = 500;
      say(frame.listening ? "live" : "waiting");
      if (frame.event !== event()) catchUp();
    } else if ("writes" in frame) writes(frame.name);
    else take(frame);
  };

  const look = () => catchUp()?.then?.(() => how === "gone" && say("waiting"), () => say("gone"));
  setInterval(() => how !== "live" && !document.hidden && look(), LOOK_EVERY * (0.9 + Math.random() / 5));
  document.addEventListener("visibilitychange", () => document.hidden || look());
  addEventListener("online", look);
  addEventListener("offline", () => say("gone"));
  open();

  return {
    tell: () => say(),
    write: () => socket?.readyState === WebSocket.OPEN && socket.send(JSON.stringify({ do: "writes", topic })),
  };
}
