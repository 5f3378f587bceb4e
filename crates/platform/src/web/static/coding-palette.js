// A list to choose from by typing: codes for a passage, or all actions of the desk. It stands in the text, under the turn it
// is about; Escape goes back to where one was.

const element = (name, { text, ...rest } = {}, ...children) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(rest)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  made.append(...children);
  return made;
};

export class Palette {
  constructor(dialog) {
    this.dialog = dialog;
    this.input = element("input", {
      type: "text", id: "palette-typed", role: "combobox", "aria-expanded": "true",
      "aria-controls": "palette-list", "aria-autocomplete": "list", autocomplete: "off",
    });
    this.label = element("label", { for: "palette-typed", class: "small" });
    this.list = element("ul", { id: "palette-list", role: "listbox" });
    this.foot = element("p", { class: "small soft" });
    dialog.append(element("p", { class: "field" }, this.label, this.input), this.list, this.foot);
    this.input.addEventListener("input", () => this.fill());
    dialog.addEventListener("keydown", (event) => this.key(event));
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.choose(Number(option.dataset.at));
    });
  }

  get isOpen() {
    return this.dialog.open;
  }

  /** `options(typed)` gives { words, under, key, swatch, act }; `create` is done with Shift and Enter. */
  open({ label, typed = "", foot = "", place, options, create, closed }) {
    this.close(false);
    Object.assign(this, { options, create, closed });
    this.label.textContent = label;
    this.dialog.setAttribute("aria-label", label);
    this.foot.textContent = foot;
    this.input.value = typed;
    place.append(this.dialog);
    this.dialog.show();
    this.fill();
    this.input.focus();
  }

  close(back = true) {
    if (!this.dialog.open) return;
    this.dialog.close();
    if (back) this.closed?.();
  }

  fill() {
    this.offered = this.options(this.input.value);
    this.at = 0;
    const made = this.offered.map((option, at) => {
      const words = element("span", {}, option.words);
      if (option.under) words.append(element("span", { class: "under", text: option.under }));
      const item = element("li", { id: `palette-${at}`, role: "option", "data-at": at }, ...(option.swatch ? [option.swatch] : []), words);
      if (option.key) item.append(element("kbd", { text: option.key }));
      return item;
    });
    this.list.replaceChildren(...made);
    this.mark();
  }

  mark() {
    [...this.list.children].forEach((item, at) => {
      item.setAttribute("aria-selected", String(at === this.at));
      if (at === this.at) item.scrollIntoView({ block: "nearest" });
    });
    if (this.offered.length) this.input.setAttribute("aria-activedescendant", `palette-${this.at}`);
    else this.input.removeAttribute("aria-activedescendant");
  }

  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      const count = this.offered.length;
      this.at = count ? (this.at + step + count) % count : 0;
      this.mark();
    } else if (event.key === "Enter" && event.shiftKey && this.create) {
      const typed = this.input.value.trim();
      if (!typed) return;
      this.close();
      this.create(typed);
    } else if (event.key === "Enter") this.choose(this.at);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  choose(at) {
    const option = this.offered[at];
    if (!option) return;
    this.close();
    option.act();
  }
}
