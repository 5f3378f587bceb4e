// Buttons that wait. While a form is being sent its button keeps its width,
// says so (data-waiting="Sending…") and does not send twice.

const waiting = new Map();

document.addEventListener("click", (event) => {
  const button = event.target.closest("[aria-disabled='true']");
  if (button) event.preventDefault();
});

document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (event.defaultPrevented || !button?.dataset.waiting) return;
  if (waiting.has(button)) {
    event.preventDefault();
    return;
  }
  waiting.set(button, [...button.childNodes]);
  button.style.minWidth = `${button.offsetWidth}px`;
  button.setAttribute("aria-busy", "true");
  button.replaceChildren(button.dataset.waiting);
});

// A page taken from the back-forward cache is not waiting any more.
addEventListener("pageshow", () => {
  for (const [button, content] of waiting) {
    button.replaceChildren(...content);
    button.removeAttribute("aria-busy");
  }
  waiting.clear();
});
