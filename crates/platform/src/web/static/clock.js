// The phase clock on a facilitator's phone. It goes on without a connection, and
// sends no more than start, end, second case and events at the frame. What it
// remembers lies in this browser, for this session, until the session is closed
// or somebody signs out. It makes no sound and has no field to write in.

import * as time from "./clock-time.js";
import { build } from "./clock-face.js";

const place = document.querySelector("[data-clock]");
const base = location.pathname.replace(/\/clock$/, "");
const KEY = `clock:${base}`;
const DAY = 86_400_000;

let held = time.anchor(Date.now(), performance.now());
let memory = recall(KEY);
let csrf = null;
let sending = false;
let away = !navigator.onLine;
let signedOut = false;
let face = null;
let before = null;
let lock = null;

const now = () => time.moment(held, performance.now());
// What the server calls now: a phone may go wrong by minutes.
const told = () => Math.round(now() + memory.ahead);

function recall(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function keep() {
  try {
    localStorage.setItem(KEY, JSON.stringify(memory));
  } catch {
    // The clock runs on, but does not outlive this page.
  }
}

function forget(older) {
  try {
    for (const key of Object.keys(localStorage)) {
      if (key === KEY || !key.startsWith("clock:")) continue;
      if ((recall(key)?.standing.ends ?? 0) < Date.now() - older) localStorage.removeItem(key);
    }
  } catch {
    // Nothing can be kept here, so nothing is left.
  }
}

// Sessions that are long over and were closed elsewhere leave nothing behind.
forget(DAY);

async function ask(address, fields) {
  const asked = { headers: { accept: "application/json" }, redirect: "manual" };
  if (fields) {
    asked.method = "POST";
    asked.body = new URLSearchParams({ ...fields, csrf });
  }
  let answer;
  try {
    answer = await fetch(address, asked);
  } catch {
    away = true;
    show();
    return null;
  }
  away = false;
  signedOut = answer.type === "opaqueredirect";
  show();
  return answer;
}

async function open() {
  const answer = await ask(`${base}/clock/state`);
  if (!answer?.ok) return;
  const setting = await answer.json();
  csrf = setting.csrf;
  const fresh = {
    name: setting.name,
    ahead: setting.now - Date.now(),
    clock: time.create(setting.one, setting.two, setting.standing.starts),
    standing: { ...setting.standing, started: null, ended: null },
    queue: [],
    wishes: { vibrate: false, awake: false },
  };
  memory ??= fresh;
  memory.ahead = fresh.ahead;
  memory.clock = { ...memory.clock, one: setting.one, two: setting.two };
  hear(setting.standing);
}

// What the server knows: the other phone may have started, ended or noted something.
function hear(standing) {
  const { started, ended, second } = memory.standing;
  memory.standing = standing;
  let { clock } = memory;
  if (standing.started && !started) clock = time.started(clock, standing.started - memory.ahead);
  if (standing.ended && !ended) clock = time.ended(clock, standing.ended - memory.ahead);
  const waits = memory.queue.some((item) => item.act === "second");
  if (standing.second !== null && standing.second !== second && !waits) {
    clock = time.secondCase(clock, standing.second, now());
  }
  const begins = time.isSetUp(memory.clock) && !time.isSetUp(clock);
  memory.clock = clock;
  if (standing.state === "held" || standing.state === "cancelled") return finish();
  keep();
  show();
  // A running clock holds off the idle limit of this sign-in too.
  if (begins && csrf) ask(`${base}/clock`, { act: "hold" });
}

async function finish() {
  sources.forEach((source) => source.close());
  try {
    localStorage.removeItem(KEY);
    const worker = await navigator.serviceWorker?.getRegistration(location.pathname);
    await worker?.unregister();
  } catch {
    // Signing out clears what could not be cleared here.
  }
  memory = null;
  face?.close(`${base}/register`);
}

function send(act, more = {}) {
  memory.queue.push({ act, id: crypto.randomUUID(), at: told(), ...more });
  keep();
  flush();
}

// Sends what waits, in order. Each has an identifier or a time by which the
// server knows it again, so that sending twice does nothing.
async function flush() {
  if (sending || !memory) return;
  sending = true;
  try {
    while (memory?.queue.length > 0) {
      if (!csrf) await open();
      if (!csrf || !memory) return;
      const answer = await ask(`${base}/clock`, memory.queue[0]);
      if (!answer || signedOut || answer.status >= 500) return;
      if (answer.status === 403) {
        // The token is of an earlier sign-in: the next round asks for another.
        csrf = null;
        return;
      }
      memory.queue.shift();
      keep();
      if (answer.ok) hear(await answer.json());
    }
  } finally {
    sending = false;
  }
}

const sources = [];
function follow() {
  const source = new EventSource(`${base}/live`);
  source.addEventListener("open", () => {
    away = false;
    flush();
    show();
  });
  source.addEventListener("state", (event) => memory && hear(JSON.parse(event.data)));
  source.addEventListener("error", () => {
    away = true;
    show();
  });
  sources.push(source);
}

const acts = {
  next() {
    const { clock } = memory;
    const at = now();
    memory.clock = time.next(clock, at);
    if (time.isSetUp(clock)) send("start");
    else if (!time.isOver(clock) && time.isOver(memory.clock)) send("end");
  },
  back: () => (memory.clock = time.back(memory.clock)),
  pause: () => (memory.clock = time.pause(memory.clock, now())),
  add: () => (memory.clock = time.addTwo(memory.clock)),
  second() {
    const yes = !memory.clock.second;
    memory.clock = time.secondCase(memory.clock, yes, now());
    send("second", { yes: yes ? "yes" : "no" });
  },
  note: (code) => send("boundary", { code }),
  wish(name, yes) {
    memory.wishes[name] = yes;
    stayAwake();
  },
};

async function stayAwake() {
  try {
    const wanted = memory?.wishes.awake && document.visibilityState === "visible";
    if (wanted && !lock) {
      lock = await navigator.wakeLock?.request("screen");
      lock?.addEventListener("release", () => (lock = null));
    } else if (!wanted) {
      await lock?.release();
    }
  } catch {
    // The device does not allow it.
  }
}

function show() {
  if (!memory) return;
  face ??= build(place, base, (act, ...what) => {
    acts[act](...what);
    keep();
    show();
  });
  const shown = time.view(memory.clock, now());
  face.show(shown, memory, { away, signedOut, waiting: memory.queue.length });
  const words = time.said(before, shown);
  if (words && before) face.say(words);
  if (memory.wishes.vibrate && time.runsOut(before, shown)) navigator.vibrate?.(300);
  before = shown;
}

function register() {
  try {
    const file = "/static/clock-worker.js";
    const policy = window.trustedTypes?.createPolicy("clock-worker", { createScriptURL: () => file });
    const address = policy ? policy.createScriptURL(file) : file;
    navigator.serviceWorker?.register(address, { scope: location.pathname }).catch(() => {});
  } catch {
    // Opened without a connection: the worker is there already.
  }
}

function wake() {
  held = time.wake(held, Date.now(), performance.now());
  show();
  stayAwake();
  flush();
}

addEventListener("online", () => open().then(flush));
addEventListener("offline", () => {
  away = true;
  show();
});
addEventListener("pageshow", wake);
document.addEventListener("visibilitychange", wake);
document.addEventListener("resume", wake);

show();
await open();
if (memory) {
  follow();
  register();
  flush();
  stayAwake();
  if (csrf && time.isRunning(memory.clock)) ask(`${base}/clock`, { act: "hold" });
  setInterval(show, 1000);
  // What could not be sent is tried again, also where nothing tells that a line is back.
  setInterval(flush, 10_000);
}
