// What is coded, drawn: dotted lines under the words, bars in the margin, and the names beside each turn, which are what is
// read aloud. Bars are drawn for turns that are on the screen.

import { lanes, toUnits } from "./coding-text.js";

const SVG = "http://www.w3.org/2000/svg";
const PATTERNS = ["", "4 2", "1.5 2"];
const LANE = 8;

/** Whether it is known where a coding stands. */
export const isPlaced = (one) => one.waits !== "lost" && one.waits !== "unverified";

/** The class of ink, in which a code is drawn that has no colour. */
const INK = "c0";

export const swatch = ({ colour, pattern }) => {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", `swatch ${colour}`);
  svg.setAttribute("viewBox", "0 0 12 12");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", "M6 0v12");
  if (pattern) path.setAttribute("stroke-dasharray", pattern);
  svg.append(path);
  return svg;
};

export class Marks {
  /** `turns` are the elements; `text` their text; `choose` is told which coding was pressed. */
  constructor({ turns, text, me, choose }) {
    Object.assign(this, { turns, text, me, choose });
    this.codings = [];
    this.looks = new Map();
    this.names = new Map();
    this.layers = new Map();
    this.hidden = new Set();
    this.onScreen = new Set();
    this.watch = new IntersectionObserver((seen) => {
      for (const { target, isIntersecting } of seen) {
        if (isIntersecting) this.onScreen.add(target);
        else this.onScreen.delete(target);
        if (isIntersecting) this.bars(this.turns.indexOf(target));
      }
    }, { rootMargin: "50%" });
    for (const turn of turns) this.watch.observe(turn);
    new ResizeObserver(() => this.redraw()).observe(turns[0].parentElement);
  }

  /** Colour and pattern of a code; the pattern goes by its place in the codebook, so that no two neighbours look alike. */
  look(code) {
    return this.looks.get(code) ?? { colour: INK, pattern: "" };
  }

  /** What the codebook says of a code that stands at this place in it. */
  know({ id, name, colour }, place) {
    this.names.set(id, name);
    this.looks.set(id, { colour, pattern: PATTERNS[place % PATTERNS.length] });
  }

  shown() {
    return this.codings.filter((one) => !this.hidden.has(one.member) && isPlaced(one));
  }

  /** Part of the text as a range of the page. */
  range(turn, start, end) {
    const { start: first, end: last, words } = this.text.turns[turn];
    const from = Math.max(start, first) - first;
    const to = Math.min(end, last) - first;
    const node = this.turns[turn].querySelector(".words").firstChild;
    if (!node || to <= from) return undefined;
    const range = new Range();
    range.setStart(node, toUnits(words, from));
    range.setEnd(node, toUnits(words, to));
    return range;
  }

  ranges({ start, end }) {
    const found = [];
    for (let turn = this.text.turnAt(start); turn < this.turns.length && this.text.turns[turn].start < end; turn += 1) {
      const range = this.range(turn, start, end);
      if (range) found.push(range);
    }
    return found;
  }

  light(name, stretches) {
    if (!globalThis.Highlight) return;
    CSS.highlights.set(name, new Highlight(...stretches.flatMap((one) => this.ranges(one))));
  }

  draw() {
    this.byTurn = this.turns.map(() => []);
    for (const one of this.shown()) {
      for (let turn = this.text.turnAt(one.start); turn < this.turns.length && this.text.turns[turn].start < one.end; turn += 1) {
        this.byTurn[turn].push(one);
      }
    }
    this.light("coded", this.shown());
    this.turns.forEach((turn, at) => this.list(turn, at));
    this.redraw();
  }

  redraw() {
    if (!this.byTurn) return;
    for (const turn of this.onScreen) this.bars(this.turns.indexOf(turn));
  }

  list(turn, at) {
    const lost = this.codings.filter((one) => !isPlaced(one) && at === 0 && !this.hidden.has(one.member));
    const begins = this.byTurn[at].filter((one) => one.start >= this.text.turns[at].start);
    const items = [...lost, ...begins].map((one) => {
      const item = document.createElement("li");
      const press = document.createElement("button");
      press.type = "button";
      press.className = this.look(one.code).colour;
      press.textContent = this.names.get(one.code) ?? "A code that is gone";
      press.tabIndex = -1;
      press.addEventListener("click", () => this.choose(one));
      item.append(press);
      const notes = [one.member === this.me ? "" : this.layers.get(one.member) ?? "", { changed: "its text changed", lost: "its passage is gone", unverified: "its place is not known" }[one.waits] ?? "", one.isWaiting ? "not saved yet" : ""];
      const said = notes.filter(Boolean).join(", ");
      if (said) {
        const note = document.createElement("span");
        note.className = "soft";
        note.textContent = ` ${said}`;
        item.append(note);
      }
      return item;
    });
    turn.querySelector(".marks").replaceChildren(...items);
    const who = turn.querySelector(".who b").textContent;
    const count = this.byTurn[at].length;
    const codings = ["no coding", "one coding"][count] ?? `${count} codings`;
    turn.setAttribute("aria-label", `${who}, turn ${at + 1}, ${codings}`);
  }

  bars(at) {
    const turn = this.turns[at];
    turn.querySelector(".bars")?.remove();
    const here = this.byTurn?.[at] ?? [];
    if (here.length === 0) return;
    const words = turn.querySelector(".words");
    const top = words.getBoundingClientRect().top;
    const stretches = here.map((one) => {
      const rects = this.range(at, one.start, one.end)?.getClientRects() ?? [];
      return { one, top: (rects[0]?.top ?? top) - top, bottom: (rects[rects.length - 1]?.bottom ?? top) - top };
    });
    stretches.sort((a, b) => a.top - b.top);
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("class", "bars");
    svg.setAttribute("aria-hidden", "true");
    const places = lanes(stretches);
    stretches.forEach(({ one, top: from, bottom: to }, index) => {
      const { colour, pattern } = this.look(one.code);
      const line = document.createElementNS(SVG, "line");
      const x = places[index] * LANE + 4;
      for (const [key, value] of Object.entries({ x1: x, x2: x, y1: from + 1, y2: to - 1 })) line.setAttribute(key, value);
      line.setAttribute("class", one.member === this.me ? colour : `${colour} other`);
      if (pattern) line.setAttribute("stroke-dasharray", pattern);
      svg.append(line);
    });
    words.after(svg);
  }
}
