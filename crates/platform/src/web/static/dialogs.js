// Dialogs before what cannot be undone. The opener is a link to a page that asks
// the same question, so that nothing is lost without this script:
//   <a class="button" href="/plans/8/publish" data-opens="publish">Publish…</a>
//   <dialog id="publish" aria-labelledby="publish-title">…</dialog>

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  const dialog = opener && document.getElementById(opener.dataset.opens);
  if (dialog instanceof HTMLDialogElement) {
    event.preventDefault();
    dialog.showModal();
    return;
  }
  if (event.target.closest("[data-closes]")) {
    event.target.closest("dialog")?.close();
  }
});
