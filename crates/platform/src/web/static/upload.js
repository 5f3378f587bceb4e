// Large files, handed in piece by piece. The form says where:
//   <form data-pieces="/studies/x/recordings/uploads" data-piece="1048576">
// Begin tells how much of the same file is there already: it is known again by
// its size and the sum of its first piece, so nothing is kept in the browser
// and choosing the file again goes on where it stopped. A broken connection is
// waited for; what the server says no to is said in the page.

const form = document.querySelector("form[data-pieces]");
const section = form?.querySelector("[data-progress]");
const bar = section?.querySelector("progress");
const says = section?.querySelector("[data-says]");
const problem = form?.querySelector("[data-problem]");

// Files up to this size are summed as a whole, too: it takes that much memory.
const SUMMED = 64 * 1024 * 1024;
const WAITS = [1, 2, 5, 10, 20, 30];

class Refused extends Error {}

const hex = (buffer) =>
  [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

const sum = async (blob) => hex(await crypto.subtle.digest("SHA-256", await blob.arrayBuffer()));

const sleep = (seconds) => new Promise((done) => {
  const timer = setTimeout(done, seconds * 1000);
  addEventListener("online", () => { clearTimeout(timer); done(); }, { once: true });
});

// One answer; a server that is busy or not reached is asked again.
const ask = async (address, body) => {
  for (let turn = 0; ; turn += 1) {
    let answer;
    try {
      answer = await fetch(address, { method: body ? "POST" : "GET", body, redirect: "manual" });
    } catch {
      answer = undefined;
    }
    if (answer?.ok) return answer.json();
    if (answer?.type === "opaqueredirect") {
      throw new Refused("Your sign-in has ended. Sign in again and choose the same file: it goes on.");
    }
    if (answer && answer.status <= 500) {
      const isJson = answer.headers.get("content-type")?.startsWith("application/json");
      const said = isJson ? (await answer.json()).says : undefined;
      throw new Refused(said ?? "It stopped. Open the page again and choose the same file to go on.");
    }
    says.textContent = "The connection is gone. It goes on when it is back";
    await sleep(WAITS[Math.min(turn, WAITS.length - 1)]);
  }
};

const show = (at, size) => {
  bar.value = (at / size) * 100;
  const mega = (bytes) => (bytes / 1e6).toFixed(1);
  says.textContent = `${mega(at)} of ${mega(size)} MB`;
};

const send = async (file, fields) => {
  const piece = Number(form.dataset.piece);
  const csrf = fields.get("csrf");
  const begin = new URLSearchParams({
    csrf,
    participant: fields.get("participant"),
    size: file.size,
    first: await sum(file.slice(0, piece)),
    sha256: file.size <= SUMMED ? await sum(file) : "",
  });
  let { upload, at } = await ask(form.dataset.pieces, begin);
  const address = `${form.dataset.pieces}/${upload}`;
  while (at < file.size) {
    show(at, file.size);
    const part = new FormData();
    part.set("csrf", csrf);
    part.set("at", at);
    part.set("piece", file.slice(at, at + piece), "piece");
    at = (await ask(`${address}/part`, part)).at;
  }
  bar.removeAttribute("value");
  says.textContent = "All of it is here. It is read once more";
  return ask(`${address}/finish`, new URLSearchParams({ csrf }));
};

const stop = (words) => {
  section.hidden = true;
  problem.querySelector(".title").textContent = words;
  problem.hidden = false;
};

form?.addEventListener("submit", async (event) => {
  const fields = new FormData(form);
  const file = fields.get("file");
  // What is missing is said by the page that the form itself brings.
  if (!file?.size || !fields.get("participant")) return;
  event.preventDefault();
  const button = event.submitter;
  if (button?.getAttribute("aria-busy")) return;
  button?.setAttribute("aria-busy", "true");
  problem.hidden = true;
  section.hidden = false;
  says.textContent = "Reading the file";
  try {
    const { to } = await send(file, fields);
    location.assign(to);
  } catch (error) {
    stop(error instanceof Refused ? error.message : "The file cannot be read any more. Choose it again.");
  }
  button?.removeAttribute("aria-busy");
});
