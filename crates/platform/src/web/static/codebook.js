// The tree of codes: a code is moved by dragging or by keyboard. Each move is sent at once; the tree changes when the
// server has taken it, and what was refused is said in words. Everything can be done on the page of the code, too.

const tree = document.querySelector("[data-codebook]");
const says = document.querySelector("[data-said]");
const refuses = document.querySelector("[data-refused]");
let sending = false;

const rowOf = (node) => node?.closest("[data-code]");
const listOf = (code) => (code ? code.querySelector(":scope > ul") : tree);
const parentOf = (code) => rowOf(code.parentElement);
const nameOf = (code) => code.querySelector("[data-name]").textContent;
const codeBeside = (code, side) => {
  let next = code[side];
  while (next && !next.dataset.code) next = next[side];
  return next;
};
const after = (code) => codeBeside(code, "nextElementSibling");
const before = (code) => codeBeside(code, "previousElementSibling");

function put(code, parent, next) {
  const left = code.parentElement;
  let list = listOf(parent);
  if (!list) {
    list = document.createElement("ul");
    parent.append(list);
  }
  list.insertBefore(code, next);
  if (left !== tree && left.children.length === 0) left.remove();
}

function refused(words) {
  refuses.textContent = words;
  refuses.hidden = words === "";
}

async function move(code, parent, next) {
  if (sending || code === next) return;
  sending = true;
  refused("");
  const fields = {
    csrf: tree.dataset.csrf,
    seen: code.dataset.seen,
    parent: parent?.dataset.code ?? "",
    before: next?.dataset.code ?? "",
  };
  try {
    const answer = await fetch(`${tree.dataset.codebook}/${code.dataset.code}/move`, {
      method: "POST",
      body: new URLSearchParams(fields),
      headers: { accept: "application/json" },
      redirect: "manual",
    });
    const isJson = answer.headers.get("content-type")?.startsWith("application/json");
    const told = isJson ? await answer.json() : undefined;
    if (!answer.ok) {
      refused(told?.says || "It was not moved. Open the page again.");
      return;
    }
    put(code, parent, next);
    for (const [id, seen] of Object.entries(told.seen)) {
      const other = tree.querySelector(`[data-code="${id}"]`);
      if (other) other.dataset.seen = seen;
    }
    const where = parent ? `under ${nameOf(parent)}` : "at the top";
    says.textContent = `${nameOf(code)} stands ${where} now, ${next ? `before ${nameOf(next)}` : "at the end"}.`;
  } catch {
    refused("There is no connection; nothing was moved.");
  } finally {
    sending = false;
    code.querySelector("a").focus();
  }
}

const moves = {
  ArrowUp: (code) => before(code) && [parentOf(code), before(code)],
  ArrowDown: (code) => after(code) && [parentOf(code), after(after(code))],
  ArrowRight: (code) => before(code) && [before(code), null],
  ArrowLeft: (code) => parentOf(code) && [parentOf(parentOf(code)), after(parentOf(code))],
};

tree?.addEventListener("keydown", (event) => {
  const code = rowOf(event.target);
  if (!event.altKey || !code || !(event.key in moves)) return;
  event.preventDefault();
  const to = moves[event.key](code);
  if (to) move(code, ...to);
});

// Dropped on the upper or lower third of a code it goes before or after it, in the middle under it.
let dragged;
const third = (event) => {
  const box = event.target.closest("a").getBoundingClientRect();
  return (event.clientY - box.top) / box.height;
};
tree?.addEventListener("dragstart", (event) => {
  dragged = rowOf(event.target);
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", nameOf(dragged));
});
tree?.addEventListener("dragend", () => { dragged = undefined; });
tree?.addEventListener("dragover", (event) => {
  const over = rowOf(event.target);
  if (dragged && over && event.target.closest("a") && !dragged.contains(over)) event.preventDefault();
});
tree?.addEventListener("drop", (event) => {
  const over = rowOf(event.target);
  if (!dragged || !over || !event.target.closest("a")) return;
  event.preventDefault();
  const at = third(event);
  if (at < 1 / 3) move(dragged, parentOf(over), over);
  else if (at > 2 / 3) move(dragged, parentOf(over), after(over) === dragged ? after(dragged) : after(over));
  else move(dragged, over, null);
});
