// The codebook beside the text: reading it, finding in it, and what is new in it.

import { swatch } from "./coding-marks.js";
import { fitting } from "./coding-text.js";

export class Book {
  /** `place` is the pane, `base` the address of the study, `marks` what draws the codes. */
  constructor(place, base, marks) {
    Object.assign(this, { place, base, marks });
    this.codes = [];
    this.wanted = place.querySelector("input");
    this.wanted.addEventListener("input", () => this.draw());
  }

  find(id) {
    return this.codes.find((code) => code.id === id);
  }

  name(id) {
    return this.find(id)?.name ?? "a code that is gone";
  }

  swatch(id) {
    return swatch(this.marks.look(id));
  }

  /** The code that codings under this one count to. */
  counted(id) {
    return this.find(id)?.counts_as ?? id;
  }

  offered(typed) {
    return fitting(this.codes.filter((one) => !one.retired), typed);
  }

  async read() {
    try {
      const answer = await fetch(`${this.base}/codes/list`);
      this.codes = await answer.json();
    } catch {
      this.place.querySelector("[data-counts]").textContent = "The codebook could not be read. Open the page again.";
      return;
    }
    this.codes.forEach((one, place) => this.marks.know(one, place));
    this.draw();
  }

  draw() {
    const typed = this.wanted.value;
    const shown = typed.trim() ? fitting(this.codes, typed) : this.codes;
    const items = shown.filter((one) => !one.retired || one.counts_as !== one.id).map((one) => {
      const item = document.createElement("li");
      item.className = `deep-${Math.min(one.above.length, 4)}`;
      const link = document.createElement("a");
      link.href = `${this.base}/codes/${one.id}/passages`;
      const name = document.createElement("span");
      name.textContent = one.name;
      if (one.retired) name.className = "retired";
      const count = document.createElement("span");
      count.className = "count";
      count.textContent = one.retired ? "merged" : one.count;
      link.append(this.swatch(one.id), name, count);
      item.append(link);
      return item;
    });
    this.place.querySelector("[data-tree]").replaceChildren(...items);
    const retired = this.codes.filter((one) => one.retired).length;
    this.place.querySelector("[data-counts]").textContent = `${this.codes.length} codes, ${retired} retired. Counts are codings in your layer.`;
  }
}
