// Words that are selected in a text go into the form beside it, with the turn they
// stand in: <ol data-selectable><li data-turn="3">…</li></ol> and the fields "words"
// and "turn". Without this script both are typed.

const text = document.querySelector("[data-selectable]");
const words = document.getElementById("field-words");
const turn = document.getElementById("field-turn");

document.addEventListener("selectionchange", () => {
  const selection = document.getSelection();
  const chosen = selection?.toString().trim();
  const from = selection?.anchorNode?.parentElement?.closest("[data-turn]");
  const to = selection?.focusNode?.parentElement?.closest("[data-turn]");
  if (!chosen || !from || from !== to || !text?.contains(from)) return;
  words.value = chosen;
  turn.value = from.dataset.turn;
});
