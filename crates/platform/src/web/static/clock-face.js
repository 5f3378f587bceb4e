// What the phase clock looks like: a phase, its minutes, what comes next, five
// large buttons, and events at the frame behind one more. Built of elements and
// texts; there is no field to write in.

const CODES = {
  late_start: "Late start",
  interruption: "Interruption",
  room_change: "Room change",
  early_end: "Early end",
  overrun: "Overrun",
};

const hours = new Intl.DateTimeFormat("en-GB", {
  hour: "2-digit",
  minute: "2-digit",
  timeZone: "Europe/London",
});

const element = (name, className, ...content) => {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...content);
  return made;
};

const write = (node, text) => {
  if (node.textContent !== text) node.textContent = text;
};

const link = (label, href, className) => {
  const made = element("a", className, label);
  made.href = href;
  return made;
};

const day = new Intl.DateTimeFormat("en-GB", {
  weekday: "long",
  day: "numeric",
  month: "long",
  timeZone: "Europe/London",
});

const clockTime = (at) => hours.format(new Date(at));

// Builds the face in its place and gives what renews it. `act(name, …)` is
// called for what is pressed.
export const build = (place, base, act) => {
  const button = (label, name, className = "button") => {
    const made = element("button", className, label);
    made.type = "button";
    made.addEventListener("click", () => made.ariaDisabled === "true" || act(name));
    return made;
  };
  const title = element("p", "soft");
  const phase = element("h1", "phase");
  const minutes = element("p", "minutes");
  const hint = element("p", "hint");
  const following = element("p", "following");
  const back = element("p", "back");
  const next = button("Next", "next", "button main");
  const pause = button("Pause", "pause");
  const former = button("Back", "back");
  const add = button("Add 2 minutes", "add");
  const second = button("Second case", "second");
  const pads = element("div", "pads", next, pause, former, add, second);
  const offline = element("p", "notice wait");
  offline.setAttribute("role", "status");
  const aloud = element("p", "unseen");
  aloud.setAttribute("role", "status");
  const noted = element("ul", "rows");
  place.replaceChildren(
    title, phase, minutes, back, hint, following, pads, offline, aloud,
    frame(act), noted,
    element("p", "row", link("Mark the register", `${base}/register`, "button"), link("Close the session", `${base}/close`, "alone")),
    phone(act),
  );

  return {
    show(shown, memory, line) {
      const { standing, clock } = memory;
      write(title, `${memory.name} · ends at ${clockTime(standing.ends)}`);
      write(phase, shown.name + (shown.case === 2 ? ", second case" : ""));
      write(minutes, inWords(shown, standing));
      write(hint, shown.hint);
      write(following, shown.next ? `Next: ${shown.next}` : "The session is over.");
      write(back, handBack(shown, standing));
      write(next, shown.id === "P0" ? "Start" : shown.isLast ? "End" : "Next");
      next.hidden = shown.next === null;
      write(pause, shown.paused ? "Go on" : "Pause");
      const running = shown.id !== "P0" && shown.id !== "P10";
      cannot(pause, !running);
      cannot(next, isFar(shown));
      cannot(add, shown.id === "P0");
      cannot(former, clock.trail.length === 0);
      cannot(second, shown.id === "P10");
      write(second, clock.second ? "Second case: yes" : "Second case: no");
      second.setAttribute("aria-pressed", String(clock.second));
      notice(offline, line);
      list(noted, memory);
      for (const box of place.querySelectorAll("[data-wish]")) {
        box.checked = memory.wishes[box.dataset.wish];
      }
    },
    say: (words) => write(aloud, words),
    close(register) {
      place.replaceChildren(
        element("h1", "phase", "This session is closed"),
        element("p", "", "What the clock had kept on this phone is gone."),
        element("p", "", link("The register", register, "alone")),
      );
    },
  };
};

const inWords = (shown, { starts }) => {
  const words = (number) => (number === 1 ? "1 minute" : `${number} minutes`);
  if (isFar(shown)) return `Starts on ${day.format(new Date(starts))} at ${clockTime(starts)}`;
  if (shown.id === "P0") return shown.over > 0 ? `${words(shown.over)} late` : `${words(shown.left)} to the start`;
  if (shown.paused) return `Paused, ${words(shown.left)} left`;
  return shown.over > 0 ? `${words(shown.over)} over` : `${words(shown.left)} left`;
};

// Half a day before and earlier there is nothing to start.
const isFar = (shown) => shown.id === "P0" && shown.left > 12 * 60;

const handBack = (shown, { back }) => {
  const late = shown.isLast && shown.left === 0;
  return late && back ? `Members are due back from ${clockTime(back)}.` : "";
};

// A button that cannot be pressed now keeps its place and its focus.
const cannot = (button, yes) => {
  if (yes) button.setAttribute("aria-disabled", "true");
  else button.removeAttribute("aria-disabled");
};

const notice = (node, { away, signedOut, waiting }) => {
  node.hidden = !away && !signedOut;
  if (node.hidden) return write(node, "");
  if (away) return write(node, "No connection. The clock runs on; times are sent when you are back.");
  if (node.querySelector("a")) return undefined;
  const again = link("Sign in again", `/sign-in?next=${encodeURIComponent(location.pathname)}`, "alone");
  node.replaceChildren(again, waiting > 0 ? " and the times are sent." : " to share the clock.");
  return undefined;
};

const list = (node, { standing, queue }) => {
  const known = new Set(standing.boundary.map((event) => event.id));
  const waiting = queue.filter((item) => item.act === "boundary" && !known.has(item.id));
  const lines = [...standing.boundary, ...waiting].map((event) => `${clockTime(event.at)} ${CODES[event.code]}`);
  if (lines.join("\n") === [...node.children].map((line) => line.textContent).join("\n")) return;
  node.replaceChildren(...lines.map((line) => element("li", "", line)));
};

// Events at the frame, behind one more button.
const frame = (act) => {
  const buttons = Object.entries(CODES).map(([code, label]) => {
    const made = element("button", "button", label);
    made.type = "button";
    made.addEventListener("click", () => {
      act("note", code);
      fold.open = false;
      fold.querySelector("summary").focus();
    });
    return made;
  });
  const fold = element("details", "frame", element("summary", "button", "At the frame…"), element("div", "pads", ...buttons));
  return fold;
};

// What this phone may do, each off until it is wished for.
const phone = (act) => {
  const choice = (label, wish) => {
    const box = element("input");
    box.type = "checkbox";
    box.dataset.wish = wish;
    box.addEventListener("change", () => act("wish", wish, box.checked));
    return element("label", "choice", box, element("span", "", label));
  };
  const theme = element("button", "button", "Light or dark");
  theme.type = "button";
  theme.addEventListener("click", () => document.querySelector("[data-theme-switch]")?.click());
  return element(
    "details", "frame",
    element("summary", "button text", "This phone…"),
    element("div", "stack close",
      choice("Keep the screen on", "awake"),
      choice("One vibration when a phase is over", "vibrate"),
      theme,
    ),
  );
};
