// The caret and the selection of the coding desk, in code points of the whole text. The browser's own selection follows them,
// and they follow it where somebody selects by mouse or touch.

import { toPoints, toUnits } from "./coding-text.js";

export class Caret {
  /** `moved` hears of every move, `picked` of those that the browser's own selection made. */
  constructor({ list, turns, text, marks, moved, picked }) {
    Object.assign(this, { list, turns, text, marks, moved, picked });
    this.anchor = 0;
    this.head = 0;
    document.addEventListener("selectionchange", () => this.follow());
    list.addEventListener("focusin", (event) => {
      const turn = turns.indexOf(event.target);
      if (turn >= 0 && text.turnAt(this.head) !== turn) this.set(text.turns[turn].start, { focus: false });
    });
  }

  get selection() {
    return { start: Math.min(this.anchor, this.head), end: Math.max(this.anchor, this.head) };
  }

  get isSelected() {
    return this.anchor !== this.head;
  }

  set(at, { extend = false, focus = true } = {}) {
    this.head = Math.max(0, Math.min(at, this.text.end));
    if (!extend) this.anchor = this.head;
    this.enter(this.text.turnAt(this.head), focus);
    this.show();
  }

  select({ start, end }) {
    this.anchor = start;
    this.head = end;
    this.enter(this.text.turnAt(start), true);
    this.show();
  }

  /** One turn takes part in the order of the Tab key: the one with the caret. */
  enter(at, focus) {
    for (const turn of this.list.querySelectorAll('[tabindex="0"]')) turn.tabIndex = -1;
    this.turns[at].tabIndex = 0;
    if (focus) this.turns[at].focus();
  }

  show() {
    const point = (at) => {
      const turn = this.text.turnAt(at);
      const node = this.turns[turn].querySelector(".words").firstChild;
      return [node, node ? toUnits(this.text.turns[turn].words, at - this.text.turns[turn].start) : 0];
    };
    const [[from, fromAt], [to, toAt]] = [point(this.anchor), point(this.head)];
    if (from && to) getSelection().setBaseAndExtent(from, fromAt, to, toAt);
    this.mark();
  }

  mark() {
    this.marks.light("caret", this.isSelected ? [] : [{ start: this.head, end: this.head + 1 }]);
    this.moved();
  }

  follow() {
    const now = getSelection();
    const pointOf = (node, at) => {
      const words = node?.parentElement?.closest(".words");
      const turn = words ? this.turns.indexOf(words.closest(".turn")) : -1;
      return turn < 0 ? undefined : this.text.turns[turn].start + toPoints(this.text.turns[turn].words, at);
    };
    const [from, to] = [pointOf(now.anchorNode, now.anchorOffset), pointOf(now.focusNode, now.focusOffset)];
    if (from === undefined || to === undefined || (from === this.anchor && to === this.head)) return;
    [this.anchor, this.head] = [from, to];
    this.enter(this.text.turnAt(this.selection.start), false);
    this.picked();
    this.mark();
  }
}
