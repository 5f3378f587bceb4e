// The desk at which a transcript is checked: recording and text side by side, all of it by keyboard. What is corrected
// is sent line by line, what was listened to every few seconds; a line that could not be sent stays open with its words.

const player = document.querySelector("[data-player]");
const list = document.querySelector("[data-turns]");
const sound = player.querySelector("audio, video");
const speeds = player.querySelector("[data-speed]");
const letters = document.querySelector("[data-letters]");
const turns = [...list.children];
const startOf = (turn) => (turn.dataset.start === "" ? NaN : Number(turn.dataset.start));
const locked = "locked" in player.dataset;
const says = (words) => { player.querySelector("[data-says]").textContent = words; };

const send = async (act, fields) => {
  const body = new URLSearchParams({ csrf: player.dataset.csrf, ...fields });
  const address = `${player.dataset.act}/${act}`;
  return fetch(address, { method: "POST", body, keepalive: act === "listened" });
};

// Lines -------------------------------------------------------------------------

let current = turns[0];

const goTo = (turn, { focus = true } = {}) => {
  if (!turn) return;
  current.tabIndex = -1;
  current = turn;
  current.tabIndex = 0;
  if (focus) current.focus();
};
list.addEventListener("focusin", (event) => {
  const turn = event.target.closest("[data-turns] > li");
  if (turn && turn !== current) goTo(turn, { focus: false });
});
const beside = (turn, by) => turns[turns.indexOf(turn) + by];
const after = (turn, fits) => {
  const at = turns.indexOf(turn) + 1;
  return [...turns.slice(at), ...turns.slice(0, at)].find(fits);
};
const nextDoubtful = () => {
  const turn = after(current, (one) => one.classList.contains("doubtful"));
  if (turn) goTo(turn);
  else says("No line is doubtful.");
};

// The player --------------------------------------------------------------------

const canPlay = () => {
  if (sound) return true;
  says("There is no recording here.");
  return false;
};
const toggle = () => { if (canPlay()) (sound.paused ? sound.play() : sound.pause()); };
const back = () => { if (canPlay()) sound.currentTime = Math.max(0, sound.currentTime - 3); };
const faster = () => {
  speeds.selectedIndex = (speeds.selectedIndex + 1) % speeds.length;
  speeds.dispatchEvent(new Event("change"));
};
const playFrom = (turn) => {
  const start = startOf(turn);
  if (!canPlay()) return;
  if (Number.isNaN(start)) {
    says("The file gives no time for this line.");
    return;
  }
  sound.currentTime = start / 1000;
  sound.play();
};

/** The last line that has begun at this moment. */
const lineAt = (ms) => {
  let found;
  for (const turn of turns) {
    const start = startOf(turn);
    if (start <= ms) found = turn;
    else if (start > ms) break;
  }
  return found;
};

// What was listened to ------------------------------------------------------------

const known = (player.dataset.heard || "").split(",").filter(Boolean).map((pair) => pair.split("-").map(Number));
const played = () => {
  const ranges = [];
  for (let at = 0; at < (sound?.played.length ?? 0); at += 1) {
    ranges.push([Math.round(sound.played.start(at) * 1000), Math.round(sound.played.end(at) * 1000)]);
  }
  return ranges;
};
const joined = (ranges) => {
  const joins = [];
  for (const [start, end] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = joins.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else joins.push([start, end]);
  }
  return joins;
};
const firstUnheard = () => joined([...known, ...played()]).find(([start]) => start <= 500)?.[1] ?? 0;

let sent = "";
const tellListened = async () => {
  const heard = played().map((range) => range.join("-")).join(",");
  if (!heard || heard === sent || !Number.isFinite(sound.duration)) return;
  try {
    const answer = await send("listened", { heard, length: Math.round(sound.duration * 1000) });
    if (!answer.ok) return says("What you listened to could not be noted. Sign in again in another window; this page waits.");
    sent = heard;
    const { percent } = await answer.json();
    player.querySelector("[data-percent]").textContent = Math.floor(percent);
    player.querySelector("[data-far]").value = percent;
    says("");
  } catch {
    says("No connection. What you listen to is noted when it is back.");
  }
};

if (sound) {
  let heard;
  sound.addEventListener("timeupdate", () => {
    const turn = lineAt(sound.currentTime * 1000);
    if (turn === heard) return;
    heard?.removeAttribute("aria-current");
    heard = turn;
    heard?.setAttribute("aria-current", "true");
    // The page follows what is heard only while nobody writes.
    if (!sound.paused && !list.querySelector("textarea")) heard?.scrollIntoView({ block: "nearest" });
  });
  sound.addEventListener("pause", tellListened);
  sound.addEventListener("ended", tellListened);
  setInterval(() => { if (!sound.paused) tellListened(); }, 10_000);
  addEventListener("pagehide", tellListened);
  speeds.addEventListener("change", () => { sound.playbackRate = Number(speeds.value); });
}

const toUnheard = () => {
  if (!canPlay()) return;
  const at = firstUnheard();
  sound.currentTime = at / 1000;
  goTo(lineAt(at));
};

// Corrections -----------------------------------------------------------------------

const roles = { participant: "Participant", interviewer: "Interviewer", other: "Somebody else", unknown: "Not known" };

const button = (words, kind = "button small") => {
  const made = document.createElement("button");
  made.type = "button";
  made.className = kind;
  made.textContent = words;
  return made;
};

const choiceOfRole = (role) => {
  const choice = document.createElement("select");
  choice.setAttribute("aria-label", "Who speaks");
  for (const [value, words] of Object.entries(roles)) choice.add(new Option(words, value, false, value === role));
  return choice;
};

/** A line as the server says it. */
const lineOf = ({ who, role, start_ms, time, doubt, text }) => {
  const line = document.querySelector("[data-line]").content.firstElementChild.cloneNode(true);
  line.dataset.role = role;
  line.dataset.start = start_ms;
  line.classList.toggle("interviewer", role === "interviewer");
  line.classList.toggle("doubtful", doubt !== "");
  line.querySelector(".who b").textContent = who;
  line.querySelector("[data-time]").textContent = time;
  line.querySelector(".words").textContent = text;
  const why = line.querySelector(".doubt");
  if (doubt) why.querySelector("span").textContent = doubt;
  else why.remove();
  return line;
};

/** Puts lines in the place of others and goes to one of them. */
const put = (number, removed, answer, goes) => {
  const lines = answer.lines.map(lineOf);
  const old = turns.splice(number, removed, ...lines);
  old[0].before(...lines);
  for (const line of old) line.remove();
  const last = removed === lines.length ? number + lines.length : turns.length;
  for (let at = number; at < last; at += 1) {
    turns[at].id = `turn-${at + 1}`;
    turns[at].querySelector(".who .soft").textContent = at + 1;
  }
  const button = player.querySelector("[data-do='doubtful']");
  if (button) button.textContent = answer.doubtful ? `Next doubtful line, ${answer.doubtful}` : "No line is doubtful";
  goTo(turns[goes] ?? turns.at(-1));
};

const refusals = {
  422: "Not saved: a line has some words, 100,000 characters at most. Where nothing is said, write [nothing is said].",
  423: "Not saved: the transcript was locked meanwhile. The research lead can unlock it.",
};
const refused = (status) => refusals[status] ?? "Not saved. Your words stay here. Sign in again in another window, then save again.";

const join = async (turn) => {
  const [number, next] = [turns.indexOf(turn), beside(turn, 1)];
  if (locked) return says("The transcript is locked. The research lead can unlock it.");
  if (!next) return says("There is no line below to join.");
  if (next.querySelector("textarea")) return says("The line below is being corrected. Save it first.");
  const text = (line) => line.querySelector(".words").textContent;
  try {
    const answer = await send("join", { turn: number, seen: text(turn), seen_next: text(next) });
    if (answer.ok) {
      const now = await answer.json();
      put(number, 2, now, number);
      says(`Two lines joined as version ${now.version}.`);
    } else if (answer.status === 409) says("Not joined: somebody changed one of these lines meanwhile. Open the page again.");
    else says(answer.status === 423 ? refusals[423] : "Not joined. Sign in again in another window, then try again.");
  } catch {
    says("No connection. Nothing was joined.");
  }
};

const correct = (turn) => {
  if (locked) return says("The transcript is locked. The research lead can unlock it.");
  if (turn.querySelector("textarea")) return;
  const words = turn.querySelector(".words");
  const place = words.parentElement;
  const area = document.createElement("textarea");
  area.value = words.textContent;
  area.rows = Math.min(12, Math.max(2, Math.ceil(area.value.length / 60)));
  area.setAttribute("aria-label", `Words of turn ${turns.indexOf(turn) + 1}`);
  const role = choiceOfRole(turn.dataset.role);
  const [save, part] = [button("Save and go on"), button("Part where the cursor stands")];
  const [joins, leave] = [button("Join with the line below"), button("Leave as it was", "button text small")];
  const row = document.createElement("div");
  row.className = "row";
  row.append(role, save, part, joins, leave);
  const problem = document.createElement("p");
  problem.className = "small";
  problem.setAttribute("role", "alert");
  const form = document.createElement("div");
  form.className = "stack close";
  form.append(area, row, problem);
  words.hidden = true;
  place.prepend(form);
  area.focus();

  let seen = words.textContent;
  const close = () => {
    form.remove();
    words.hidden = false;
    turn.focus();
  };
  const isChanged = () => area.value !== words.textContent || role.value !== turn.dataset.role;
  const keep = async (texts) => {
    const number = turns.indexOf(turn);
    save.disabled = part.disabled = true;
    try {
      const answer = await send("correct", { turn: number, seen, role: role.value, ...texts });
      if (answer.ok) {
        const now = await answer.json();
        const parts = now.lines.length;
        put(number, 1, now, number + 1);
        says(parts > 1 ? `Turn ${number + 1} parted as version ${now.version}.` : `Turn ${number + 1} saved as version ${now.version}.`);
        return;
      }
      if (answer.status === 409) {
        seen = (await answer.json()).lines[0]?.text ?? seen;
        problem.textContent = `Somebody changed this line meanwhile. It says now: “${seen}”. Save again to put your words in its place.`;
      } else problem.textContent = refused(answer.status);
    } catch {
      problem.textContent = "No connection. Your words stay here; save again when it is back.";
    }
    save.disabled = part.disabled = false;
  };
  const keepAll = () => keep({ text: area.value });
  const keepParts = () => {
    const [text, rest] = [area.value.slice(0, area.selectionStart), area.value.slice(area.selectionStart)];
    if (text.trim() && rest.trim()) keep({ text, rest });
    else problem.textContent = "Put the cursor where the second turn begins: words stand before it and after it.";
    area.focus();
  };
  const joinNext = () => {
    if (isChanged()) problem.textContent = "Save the line first, then join it.";
    else {
      close();
      join(turn);
    }
  };
  save.addEventListener("click", keepAll);
  part.addEventListener("click", keepParts);
  joins.addEventListener("click", joinNext);
  leave.addEventListener("click", close);
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.preventDefault();
      close();
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      keepAll();
    } else if (event.key === "Enter" && event.altKey) {
      event.preventDefault();
      keepParts();
    }
    event.stopPropagation();
  });
};
addEventListener("beforeunload", (event) => {
  const open = [...list.querySelectorAll("textarea")];
  if (open.some((area) => area.value !== area.closest("li").querySelector(".words").textContent)) event.preventDefault();
});

// Keys --------------------------------------------------------------------------------

const everywhere = { F7: back, F8: toggle, F9: faster };
addEventListener("keydown", (event) => {
  const act = everywhere[event.key];
  if (!act || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  act();
}, { capture: true });

const inText = {
  ArrowDown: () => goTo(beside(current, 1)),
  ArrowUp: () => goTo(beside(current, -1)),
  Enter: () => correct(current),
};
const lettersInText = {
  p: () => playFrom(current),
  l: () => goTo(lineAt((sound?.currentTime ?? 0) * 1000)),
  n: nextDoubtful,
  j: () => join(current),
  u: toUnheard,
};
list.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const act = inText[event.key] ?? (letters.checked ? lettersInText[event.key.toLowerCase()] : undefined);
  if (!act) return;
  event.preventDefault();
  act();
});
list.addEventListener("dblclick", (event) => {
  const turn = event.target.closest("[data-turns] > li");
  if (turn) correct(turn);
});

const acts = { play: toggle, back, unheard: toUnheard, doubtful: nextDoubtful };
for (const [name, act] of Object.entries(acts)) {
  player.querySelector(`[data-do='${name}']`)?.addEventListener("click", act);
}
