// The keys of the coding desk. Single letters act only in the text, and can be switched off.

const BRACKETS = { "[": -1, "]": 1, "{": -1, "}": 1, BracketLeft: -1, BracketRight: 1 };

/** What the arrows go by: characters, with Ctrl words, with Alt sentences. */
const unitOf = (event) => (event.altKey ? "sentence" : event.ctrlKey || event.metaKey ? "word" : "grapheme");

/** `letters` are acts by their letter; `acts` what other keys do; `find` gives parts of the page. */
export const bindKeys = ({ list, caret, text, letters, find, acts }) => {
  const bracket = (event) => {
    const by = BRACKETS[event.key] ?? BRACKETS[event.code];
    if (!by) return false;
    const unit = event.ctrlKey ? (event.shiftKey ? "turn" : "word") : event.shiftKey ? "sentence" : "grapheme";
    acts.edge(event.altKey ? "end" : "start", by, unit);
    return true;
  };
  const letter = (event) => {
    // With something selected every letter begins the name of a code.
    const isAct = event.key === "." || event.key === "?" || !caret.isSelected;
    const act = isAct ? letters[event.key.toLowerCase()] : undefined;
    if (act) act();
    else if (/\p{L}|\p{N}/u.test(event.key)) acts.openCodes(event.key);
    else return false;
    return true;
  };
  const key = (event) => {
    const steps = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const moves = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (steps) acts.turnBeside(steps, event.shiftKey);
    else if (moves) caret.set(text.move(caret.head, moves, unitOf(event)), { extend: event.shiftKey });
    else if (event.key === "Home" || event.key === "End") {
      const turn = text.turns[text.turnAt(caret.head)];
      caret.set(event.key === "Home" ? turn.start : turn.end, { extend: event.shiftKey });
    } else if (event.key === "Enter") acts.openCodes();
    else if (event.key === "Delete" || event.key === "Backspace") acts.removeHere();
    else if (event.key === "Escape") caret.set(caret.head);
    else if (bracket(event)) return true;
    else return isPlain && find("letters").checked && event.key.length === 1 && letter(event);
    return true;
  };
  list.addEventListener("keydown", (event) => {
    if (event.target.closest("[data-palette], button")) return;
    if (key(event)) event.preventDefault();
  });
  addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const low = event.key.toLowerCase();
    const isField = event.target.matches?.("input, textarea, select");
    if (low === "k") acts.openActions();
    else if (low === "z" && !isField) acts.back(event.shiftKey ? "redo" : "undo");
    else if (low === "y" && !isField) acts.back("redo");
    else return;
    event.preventDefault();
  });
};
