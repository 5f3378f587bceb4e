// The planning page: follows a search while it goes on, shows what a slider is set to, and lets a group be dragged
// onto a day. Dragging only opens "Move to…", where the choice is made; everything works without it.

const panel = document.querySelector("[data-search-panel]");

const shown = (part) => panel.querySelector(`[data-part='${part}']`);

let leaving = false;

async function follow() {
  if (!panel?.querySelector("[data-search='on']")) return;
  let answer;
  try {
    answer = await fetch(panel.dataset.searchPanel);
  } catch {
    // No connection: the search goes on, and so does asking.
  }
  if (answer?.ok) {
    const far = await answer.json();
    if (leaving) return;
    if (!far.on) {
      location.reload();
      return;
    }
    // The button keeps the focus: only what is told and drawn is renewed.
    for (const part of ["title", "text"]) {
      if (shown(part).textContent !== far[part]) shown(part).textContent = far[part];
    }
    if (far.share !== null) shown("share").value = far.share;
  }
  setTimeout(follow, 800);
}
setTimeout(follow, 800);

for (const slider of document.querySelectorAll("input[type='range']")) {
  const output = document.querySelector(`output[for='${slider.id}']`);
  slider.addEventListener("input", () => {
    if (output) output.value = slider.value;
  });
}

let dragged;
for (const group of document.querySelectorAll("[data-move]")) {
  group.addEventListener("dragstart", (event) => {
    dragged = group.dataset.move;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged);
  });
}
for (const day of document.querySelectorAll("[data-day]")) {
  day.addEventListener("dragover", (event) => {
    if (dragged) event.preventDefault();
  });
  day.addEventListener("drop", (event) => {
    if (!dragged) return;
    event.preventDefault();
    // A search that ends now must not open this page again in place of the one that was asked for.
    leaving = true;
    location.href = `${dragged}?day=${encodeURIComponent(day.dataset.day)}`;
  });
}
