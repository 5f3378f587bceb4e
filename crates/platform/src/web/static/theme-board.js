// The board of themes: a theme, subtheme or facet is moved by dragging or by keyboard, and a code is dragged onto a theme.
// Each act is sent at once; the board changes when the server has taken it, and what was refused is said in words.
// Everything can be done on the pages of a theme, too.

const board = document.querySelector("[data-board]");
const says = document.querySelector("[data-said]");
const refuses = document.querySelector("[data-refused]");
const levels = ["theme", "subtheme", "facet"];
let sending = false;

const cardOf = (node) => node?.closest("[data-theme]");
const listOf = (theme) => (theme ? theme.querySelector(":scope > ul") : board);
const parentOf = (theme) => cardOf(theme.parentElement);
const nameOf = (theme) => theme.querySelector("[data-name]").textContent;
const after = (theme) => theme.nextElementSibling;
const before = (theme) => theme.previousElementSibling;

function put(theme, parent, next) {
  const left = theme.parentElement;
  let list = listOf(parent);
  if (!list) {
    list = document.createElement("ul");
    parent.append(list);
  }
  list.insertBefore(theme, next);
  if (left !== board && left.children.length === 0) left.remove();
  for (const one of [theme, ...theme.querySelectorAll("[data-theme]")]) {
    let depth = 0;
    for (let above = parentOf(one); above; above = parentOf(above)) depth += 1;
    one.querySelector("[data-level]").textContent = levels[depth] ?? "";
  }
}

function refused(words) {
  refuses.textContent = words;
  refuses.hidden = words === "";
}

// Sends an act and gives what the server told, or nothing where it was refused.
async function send(address, fields) {
  if (sending) return undefined;
  sending = true;
  refused("");
  try {
    const answer = await fetch(`${board.dataset.board}/${address}`, {
      method: "POST",
      body: new URLSearchParams({ csrf: board.dataset.csrf, ...fields }),
      headers: { accept: "application/json" },
      redirect: "manual",
    });
    const isJson = answer.headers.get("content-type")?.startsWith("application/json");
    const told = isJson ? await answer.json() : undefined;
    if (answer.ok && told) return told;
    refused(told?.says || "Nothing was stored. Open the page again.");
  } catch {
    refused("There is no connection; nothing was stored.");
  } finally {
    sending = false;
  }
  return undefined;
}

function seenAre(seen) {
  for (const [id, place] of Object.entries(seen)) {
    const other = board.querySelector(`[data-theme="${id}"]`);
    if (other) other.dataset.seen = place;
  }
}

async function move(theme, parent, next) {
  if (theme === next) return;
  const fields = {
    seen: theme.dataset.seen,
    parent: parent?.dataset.theme ?? "",
    before: next?.dataset.theme ?? "",
  };
  const told = await send(`${theme.dataset.theme}/move`, fields);
  if (told) {
    put(theme, parent, next);
    seenAre(told.seen);
    const where = parent ? `under ${nameOf(parent)}` : "at the top";
    says.textContent = `${nameOf(theme)} stands ${where} now, ${next ? `before ${nameOf(next)}` : "at the end"}.`;
  }
  theme.querySelector("[data-name]").focus();
}

async function contribute(code, theme) {
  const told = await send(`${theme.dataset.theme}/codes`, { code: code.dataset.code });
  if (!told) return;
  seenAre(told.seen);
  const list = theme.querySelector("[data-codes]");
  const name = code.textContent.split(" > ").at(-1);
  if (![...list.children].some((one) => one.textContent === name)) {
    const row = document.createElement("li");
    row.textContent = name;
    list.append(row);
  }
  says.textContent = `${name} contributes to ${nameOf(theme)} now.`;
}

const moves = {
  ArrowUp: (theme) => before(theme) && [parentOf(theme), before(theme)],
  ArrowDown: (theme) => after(theme) && [parentOf(theme), after(after(theme))],
  ArrowRight: (theme) => before(theme) && [before(theme), null],
  ArrowLeft: (theme) => parentOf(theme) && [parentOf(parentOf(theme)), after(parentOf(theme))],
};

board?.addEventListener("keydown", (event) => {
  const theme = cardOf(event.target);
  if (!event.altKey || !theme || !(event.key in moves)) return;
  event.preventDefault();
  const to = moves[event.key](theme);
  if (to) move(theme, ...to);
});

// Dropped on the upper or lower third of a card it goes before or after it, in the middle under it; a code goes to the card.
let dragged;
const third = (event) => {
  const box = event.target.closest(".theme-card").getBoundingClientRect();
  return (event.clientY - box.top) / box.height;
};
document.addEventListener("dragstart", (event) => {
  const code = event.target.closest?.("[data-code]");
  dragged = code ?? cardOf(event.target);
  if (!dragged) return;
  event.dataTransfer.effectAllowed = code ? "link" : "move";
  event.dataTransfer.setData("text/plain", code ? code.textContent : nameOf(dragged));
});
document.addEventListener("dragend", () => { dragged = undefined; });
board?.addEventListener("dragover", (event) => {
  const over = cardOf(event.target);
  if (dragged && over && event.target.closest(".theme-card") && !dragged.contains(over)) event.preventDefault();
});
board?.addEventListener("drop", (event) => {
  const over = cardOf(event.target);
  if (!dragged || !over || !event.target.closest(".theme-card")) return;
  event.preventDefault();
  if (dragged.dataset.code) {
    contribute(dragged, over);
    return;
  }
  const at = third(event);
  if (at < 1 / 3) move(dragged, parentOf(over), over);
  else if (at > 2 / 3) move(dragged, parentOf(over), after(over) === dragged ? after(dragged) : after(over));
  else move(dragged, over, null);
});
