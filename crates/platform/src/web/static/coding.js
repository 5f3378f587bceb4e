// The coding desk. One caret and one selection, in code points of the whole text, moved by keyboard, mouse or touch; what is
// done to them goes through the queue. Everything that can be done by mouse can be done by keyboard, and is in "All actions".

import { Book } from "./coding-book.js";
import { Caret } from "./coding-caret.js";
import { bindKeys } from "./coding-keys.js";
import { isPlaced, Marks } from "./coding-marks.js";
import { Palette } from "./coding-palette.js";
import { Queue } from "./coding-queue.js";
import { noteReading } from "./coding-reading.js";
import { Text, moved } from "./coding-text.js";

const canvas = document.querySelector("[data-canvas]");
const list = canvas.querySelector("[data-turns]");
const turns = [...list.children];
const { act: address, base, handle, revision, me, csrf } = canvas.dataset;
const text = new Text(turns.map((turn) => turn.querySelector(".words").textContent));
const find = (name) => document.querySelector(`[data-${name}]`);
const says = (words) => { find("says").textContent = words; };
const palette = new Palette(find("palette"));

let codings = [];
let chosen;
let last;

const marks = new Marks({ turns, text, me, choose: (one) => choose(one) });
const reads = noteReading(`${base}/documents/${handle}/read-to`, csrf);
const caret = new Caret({
  list, turns, text, marks,
  moved: () => { find("pick").hidden = !caret.isSelected; reads(text.turnAt(caret.head) + 1); atCaret(); },
  // A selection by mouse or touch leaves the coding that was chosen.
  picked: () => { chosen = undefined; marks.light("chosen", []); },
});
const book = new Book(find("book"), base, marks);
const nameOf = (id) => book.name(id);

// What is coded ------------------------------------------------------------------

/** What the server said last, with what waits in the queue laid over it. */
let saved = [];
const overlaid = () => {
  const found = new Map(saved.map((one) => [one.id, { ...one, code: book.counted(one.code) }]));
  for (const { path, fields } of queue.acts) {
    if (path === "add" && !found.has(fields.id)) {
      found.set(fields.id, {
        id: fields.id, code: fields.code, member: me, start: fields.start, end: fields.end, isWaiting: true, waits: "no",
      });
    }
    const one = path === "alter" ? found.get(fields.id) : undefined;
    if (!one) continue;
    if (fields.what === "remove") found.delete(fields.id);
    else {
      const edges = fields.what === "edges" ? { start: fields.start, end: fields.end } : {};
      const code = fields.what === "code" ? { code: fields.code } : {};
      found.set(fields.id, { ...one, ...edges, ...code, isWaiting: true });
    }
  }
  return [...found.values()].sort((a, b) => a.start - b.start || a.end - b.end);
};

const draw = () => {
  codings = overlaid();
  chosen = codings.find((one) => one.id === chosen?.id);
  marks.codings = codings;
  marks.draw();
  marks.light("chosen", chosen ? [chosen] : []);
  atCaret();
};
const take = (told) => {
  if (told?.codings) saved = told.codings;
  // Of what was done, only what became of its coding is told.
  else if (told?.id) saved = [...saved.filter((one) => one.id !== told.id), ...(told.now ? [told.now] : [])];
  else return;
  draw();
};

const covering = (at) => codings.filter((one) => one.start <= at && at < Math.max(one.end, one.start + 1) && !marks.hidden.has(one.member));
const own = (one) => one.member === me;

const button = (words, act) => {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button small";
  made.textContent = words;
  made.addEventListener("click", act);
  return made;
};

const atCaret = () => {
  const here = [...new Set([...(chosen ? [chosen] : []), ...covering(caret.head)])];
  const items = here.map((one) => {
    const item = document.createElement("li");
    const name = document.createElement("p");
    name.append(book.swatch(one.code), ` ${nameOf(one.code)}`);
    if (!own(one)) name.append(` (${marks.layers.get(one.member) ?? "another layer"})`);
    item.append(name);
    if (own(one)) {
      const row = document.createElement("p");
      row.className = "row";
      if (one.waits === "changed") row.append(button("It still fits", () => alter(one, { what: "confirm" })));
      row.append(button("Other code…", () => recode(one)), button("Take it off", () => remove(one)));
      item.append(row);
    }
    return item;
  });
  if (items.length === 0) {
    const none = document.createElement("li");
    none.className = "small soft";
    none.textContent = "Nothing is coded here.";
    items.push(none);
  }
  find("here").replaceChildren(...items);
};

// The queue ------------------------------------------------------------------------

const kept = `enid-coding:${me}:${address}`;
const keep = {
  get: () => localStorage.getItem(kept),
  set: (value) => (value === "[]" ? localStorage.removeItem(kept) : localStorage.setItem(kept, value)),
};
const send = async ({ path, fields }) => {
  const body = new URLSearchParams({ csrf, ...fields });
  const answer = await fetch(`${address}/${path}`, { method: "POST", body, redirect: "manual" });
  const isJson = answer.headers.get("content-type")?.startsWith("application/json");
  return { status: answer.status, told: isJson ? await answer.json() : undefined };
};
const isDone = ({ path, fields }) => {
  const now = saved.find((one) => one.id === fields.id);
  if (path !== "alter" || !now) return path === "alter" && fields.what === "remove";
  if (fields.what === "edges") return now.start === fields.start && now.end === fields.end;
  return fields.what === "code" && now.code === fields.code;
};
const told = (act, { status, told: answer }) => {
  take(answer);
  // What waits behind it was meant for the coding as this act has left it.
  for (const later of queue.acts) {
    const now = saved.find((one) => one.id === later.fields.id);
    if (later.path === "alter" && now) later.fields.seen = now.seen;
  }
  if (status < 300) {
    if (act.path === "add") book.read().then(draw);
    if (answer.says) says(answer.says);
    return;
  }
  if (isDone(act)) return;
  const item = document.createElement("li");
  item.className = "problem";
  item.textContent = `${act.words}: ${answer.says}`;
  find("conflicts").append(item);
  says(item.textContent);
};
const changed = (queue) => {
  const count = queue.waiting;
  const acts = count === 1 ? "One act waits" : `${count} acts wait`;
  find("saving").textContent = queue.isSignedOut
    ? `${acts}: sign in again in another window, then go on here.`
    : queue.isOffline ? `No connection. ${acts} here and will be sent when it is back.`
      : count ? `Saving: ${acts.toLowerCase()}.` : "Everything is saved.";
};
const queue = new Queue({ keep, send, told, changed, later: (again) => setTimeout(again, 3000) });
addEventListener("online", () => queue.run());
addEventListener("focus", () => { if (queue.isSignedOut) queue.run(); });

const alter = (one, fields, words = `Changing “${nameOf(one.code)}”`) => {
  settle();
  const seen = saved.find((other) => other.id === one.id)?.seen ?? 0;
  const done = queue.add({ path: "alter", fields: { id: one.id, seen, ...fields }, words });
  draw();
  return done;
};
const remove = (one) => {
  alter(one, { what: "remove" }, `Taking “${nameOf(one.code)}” off`);
  says(`Taken off: ${nameOf(one.code)}.`);
};

// Coding ---------------------------------------------------------------------------

const passage = () => (caret.isSelected ? caret.selection : text.around(caret.head, "sentence"));
const code = (id, name, { start, end }) => {
  if (end <= start) return says("Select a passage first.");
  const fields = { id: crypto.randomUUID(), code: id, name: id ? "" : name, start, end, revision };
  queue.add({ path: "add", fields, words: `Coding as “${name}”` });
  if (id) last = id;
  chosen = { id: fields.id };
  caret.set(start);
  draw();
  const turn = text.turnAt(start);
  const count = marks.byTurn[turn].length;
  return says(`Coded: ${name}, turn ${turn + 1}. ${count === 1 ? "One coding" : `${count} codings`} here.`);
};

const offered = (typed, act) => book.offered(typed).slice(0, 50).map((one) => ({
  words: one.name,
  under: [one.above.join(" > "), one.definition].filter(Boolean).join(" · "),
  key: one.id === last ? "." : undefined,
  swatch: book.swatch(one.id),
  act: () => act(one),
}));
const backTo = (turn) => () => turns[turn].focus();
const openCodes = (typed = "") => {
  const where = passage();
  const turn = text.turnAt(where.start);
  marks.light("wanted", [where]);
  const count = text.words(where.start, where.end);
  const address = `document=${handle}&start=${where.start}&end=${where.end}`;
  palette.open({
    label: `Code ${count === 1 ? "one word" : `${count} words`} in turn ${turn + 1}`,
    typed,
    place: turns[turn],
    options: (now) => [
      ...offered(now, (one) => code(one.id, one.name, where)),
      ...(now.trim() ? [{ words: `New code “${now.trim()}”`, key: "Shift Enter", act: () => code("", now.trim(), where) }] : []),
      ...links.map(([words, path]) => ({ words, act: () => location.assign(`${base}/${path}${path.includes("?") ? "&" : "?"}${address}`) })),
    ],
    create: (name) => code("", name, where),
    foot: "Arrows choose, Enter codes, Escape closes.",
    closed: () => { marks.light("wanted", []); backTo(turn)(); },
  });
};
const links = JSON.parse(canvas.dataset.links ?? "[]");
const recode = (one) => {
  const turn = text.turnAt(one.start);
  palette.open({
    label: `Another code than ${nameOf(one.code)}`,
    place: turns[turn],
    options: (typed) => offered(typed, (other) => alter(one, { what: "code", code: other.id })),
    closed: backTo(turn),
  });
};
const again = () => {
  if (last) code(last, nameOf(last), passage());
  else says("No code was used yet.");
};

/** One of the codings at the caret: at once where there is one, else from a list. */
const oneOf = (label, all, act) => {
  if (all.length === 0) return says("Nothing of yours is coded here.");
  if (all.length === 1) return act(all[0]);
  const turn = text.turnAt(caret.head);
  return palette.open({
    label,
    place: turns[turn],
    options: (typed) => all.filter((one) => nameOf(one.code).toLowerCase().includes(typed.toLowerCase())).map((one) => ({
      words: nameOf(one.code),
      under: own(one) ? "" : marks.layers.get(one.member),
      swatch: book.swatch(one.code),
      act: () => act(one),
    })),
    closed: backTo(turn),
  });
};
const here = () => (chosen && covering(caret.head).every((one) => one.id !== chosen.id) ? [chosen] : covering(caret.head));
const removeHere = () => oneOf("Which coding is taken off?", here().filter(own), remove);
const listHere = () => (here().length ? oneOf("Codings here", here(), choose) : says("Nothing is coded here."));

const choose = (one) => {
  chosen = one;
  caret.set(one.start);
  turns[text.turnAt(one.start)].scrollIntoView({ block: "nearest" });
  marks.light("chosen", [one]);
  atCaret();
  says(`${nameOf(one.code)}, turn ${text.turnAt(one.start) + 1}: ${text.slice(one.start, one.end)}`);
};
const beside = (by) => {
  const all = codings.filter((one) => !marks.hidden.has(one.member) && isPlaced(one));
  if (all.length === 0) return says("Nothing is coded yet.");
  const at = chosen ? all.findIndex((one) => one.id === chosen.id) : -1;
  const next = at >= 0 ? at + by : by > 0 ? all.findIndex((one) => one.start >= caret.head) : all.findLastIndex((one) => one.start < caret.head);
  return choose(all[(next + all.length) % all.length]);
};

// Edges of a coding: shown at once, sent when nothing was pressed for a moment.
let settling;
const edge = (which, by, unit) => {
  const mine = chosen && own(chosen) ? chosen : covering(caret.head).find(own);
  if (!mine) return says("Nothing of yours is coded here.");
  const to = moved(text, mine, which, by, unit);
  const fields = { what: "edges", start: to.start, end: to.end };
  clearTimeout(settling);
  if (mine.isWaiting && queue.amend((act) => act.path === "add" && act.fields.id === mine.id, { start: to.start, end: to.end })) return draw();
  if (!edged || edged.id !== mine.id) settle();
  edged = { id: mine.id, fields };
  saved = saved.map((one) => (one.id === mine.id ? { ...one, start: to.start, end: to.end } : one));
  chosen = mine;
  draw();
  settling = setTimeout(settle, 500);
  return says(`${nameOf(mine.code)} now: ${text.slice(to.start, to.end)}`);
};
let edged;
const settle = () => {
  clearTimeout(settling);
  const [one, fields] = [codings.find(({ id }) => id === edged?.id), edged?.fields];
  edged = undefined;
  if (one) alter(one, fields);
};
addEventListener("pagehide", settle);

const back = (path) => {
  settle();
  queue.add({ path, fields: {}, words: path === "undo" ? "Undoing" : "Doing again" });
};

// Caret and selection ------------------------------------------------------------------

const select = (stretch) => {
  caret.select(stretch);
  says(`Selected: ${text.slice(stretch.start, stretch.end)}`);
};
const turnBeside = (by, extend) => {
  const at = text.turnAt(caret.head) + by;
  if (at < 0 || at >= turns.length) return;
  if (!extend) chosen = undefined;
  caret.set(text.turns[at].start, { extend });
  marks.light("chosen", []);
};

// All actions ------------------------------------------------------------------------

const link = (words) => {
  const found = links.find(([name]) => name === words);
  if (!found) return says("This is not here.");
  const { start, end } = passage();
  return location.assign(`${base}/${found[1]}${found[1].includes("?") ? "&" : "?"}document=${handle}&start=${start}&end=${end}`);
};
const actions = [
  ["Code the selection, or the sentence", "Enter", () => openCodes()],
  ["The last code again", ".", again],
  ["Select the word", "", () => select(text.around(caret.head, "word"))],
  ["Select the sentence", "S", () => select(text.around(caret.head, "sentence"))],
  ["Select the turn", "T", () => select(text.around(caret.head, "turn"))],
  ["Next coding", "N", () => beside(1)],
  ["Previous coding", "P", () => beside(-1)],
  ["List the codings here", "L", listHere],
  ["Take a coding off", "Del", removeHere],
  ["Another code for the coding here", "", () => oneOf("Which coding?", here().filter(own), recode)],
  ...["start", "end"].flatMap((which) => ["grapheme", "word", "sentence", "turn"].flatMap((unit) => [[-1, "back"], [1, "on"]].map(([by, words]) => [
    `Move the ${which} of the coding ${words} by one ${unit === "grapheme" ? "character" : unit}`,
    "", () => edge(which, by, unit),
  ]))),
  ["Undo", "Ctrl Z", () => back("undo")],
  ["Redo", "Ctrl Shift Z", () => back("redo")],
  ["Write a memo here", "M", () => link("Write a memo here")],
  ["Make a quote of it", "Q", () => link("Make a quote of it")],
  ["Show the keys", "?", () => { find("keys").open = true; find("keys").querySelector("summary").focus(); }],
];
const openActions = () => palette.open({
  label: "All actions",
  place: turns[text.turnAt(caret.head)],
  options: (typed) => actions.filter(([words]) => words.toLowerCase().includes(typed.trim().toLowerCase())).map(([words, key, act]) => ({ words, key, act })),
  closed: backTo(text.turnAt(caret.head)),
});
const letters = Object.fromEntries(actions.filter(([, key]) => /^[A-Z?.]$/u.test(key)).map(([, key, act]) => [key.toLowerCase(), act]));

bindKeys({ list, caret, text, letters, find, acts: { edge, turnBeside, openCodes, removeHere, openActions, back } });

const buttons = {
  undo: () => back("undo"),
  redo: () => back("redo"),
  actions: openActions,
  code: () => openCodes(),
  sentence: () => select({ start: text.around(caret.selection.start, "sentence").start, end: text.around(Math.max(caret.selection.end - 1, 0), "sentence").end }),
  turn: () => select(text.around(caret.selection.start, "turn")),
};
document.addEventListener("click", (event) => {
  const pressed = event.target.closest("[data-do]");
  if (pressed) buttons[pressed.dataset.do]?.();
});
// A button that is pressed leaves the selection as it is.
find("pick").addEventListener("pointerdown", (event) => event.preventDefault());

for (const box of document.querySelectorAll("[data-layer]")) {
  marks.layers.set(box.dataset.layer, box.dataset.name);
  box.addEventListener("change", () => {
    if (box.checked) marks.hidden.delete(box.dataset.layer);
    else marks.hidden.add(box.dataset.layer);
    draw();
  });
}

// At first what the page says; from then on what is announced.
saved = [...list.querySelectorAll(".marks > li")].map(({ dataset }) => ({
  id: dataset.id, code: dataset.code, member: dataset.member, start: Number(dataset.from), end: Number(dataset.to),
  seen: Number(dataset.seen), waits: { "its text changed": "changed", "its passage is gone": "lost", "its place is not known": "unverified" }[dataset.waits] ?? "no",
}));
await book.read();
draw();
queue.run();
const source = new EventSource(`${address}/live`);
source.addEventListener("state", (event) => {
  if (queue.waiting || edged) return;
  saved = JSON.parse(event.data);
  draw();
});
addEventListener("pagehide", () => source.close());
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
canvas.dataset.ready = "true";
