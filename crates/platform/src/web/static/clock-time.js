// The arithmetic of the phase clock. Pure: it knows no page and no clock of its
// own, so that it can be tested by itself. Moments are milliseconds since 1970.
//
// A phase is { id, case, name, hint, minutes }. A clock is a plain object that
// survives JSON: the phases of a session of one case and of two, whether there
// is to be a second case, which phase it is, since when, what was added, since
// when it is paused, and where it came from. Minutes are guides: nothing moves
// on by itself.

const MINUTE = 60_000;
const SET_UP = "P0";
const CLOSE = "P9";
const DEBRIEF = "P10";

// Time that goes on evenly while the phone is awake, whatever happens to its
// clock: counted from an anchor by a counter such as performance.now().
export const anchor = (wall, counter) => ({ wall, counter });
export const moment = (held, counter) => held.wall + (counter - held.counter);

// A counter may stand still while the phone sleeps: after it wakes, the clock on
// the wall is right, unless it was turned back.
export const wake = (held, wall, counter) =>
  wall > moment(held, counter) ? anchor(wall, counter) : held;

export const create = (one, two, starts) => ({
  one,
  two,
  starts,
  second: two.length > 0,
  id: SET_UP,
  case: 0,
  since: starts,
  added: 0,
  paused: null,
  trail: [],
});

const phases = (clock) => (clock.second ? clock.two : clock.one);
const index = (clock) =>
  phases(clock).findIndex((phase) => phase.id === clock.id && phase.case === clock.case);

const enter = (clock, phase, since) => ({
  ...clock,
  id: phase.id,
  case: phase.case,
  since,
  added: 0,
  paused: null,
});

export const isSetUp = (clock) => clock.id === SET_UP;
export const isOver = (clock) => clock.id === DEBRIEF;
export const isRunning = (clock) => !isSetUp(clock) && !isOver(clock);

// On to the phase after this one. Out of the set-up it starts the session, out
// of the close it ends it.
export const next = (clock, now) => {
  const phase = phases(clock)[index(clock) + 1];
  if (!phase) return clock;
  const { id, case: of, since, added } = clock;
  const trail = [...clock.trail, { id, case: of, since, added }];
  return { ...enter(clock, phase, now), trail };
};

// Back to the phase before, as if Next had not been pressed: it goes on since
// it began.
export const back = (clock) => {
  const trail = [...clock.trail];
  while (trail.length > 0) {
    const { id, case: of, since, added } = trail.pop();
    const found = phases(clock).find((phase) => phase.id === id && phase.case === of);
    if (found) return { ...enter(clock, found, since), added, trail };
  }
  return clock;
};

// Pauses, or goes on. What was paused counts for no phase.
export const pause = (clock, now) => {
  if (clock.paused === null) return isRunning(clock) ? { ...clock, paused: now } : clock;
  const stood = now - clock.paused;
  return {
    ...clock,
    since: clock.since + stood,
    trail: clock.trail.map((past) => ({ ...past, since: past.since + stood })),
    paused: null,
  };
};

export const addTwo = (clock) =>
  isSetUp(clock) ? clock : { ...clock, added: clock.added + 2 };

// Whether there is to be a second case. The phase stays, with the minutes it has
// in the other format; out of a second case that is not to be, it is time to
// close, and out of the close into one that is, a breath comes first.
export const secondCase = (clock, yes, now) => {
  if (clock.second === yes) return clock;
  const changed = { ...clock, second: yes };
  const list = phases(changed);
  if (yes && clock.id === CLOSE) {
    const between = list.find((phase) => phase.id === "P8") ?? list.find((phase) => phase.case === 2);
    return enter(changed, between, now);
  }
  if (index(changed) >= 0) return changed;
  return enter(changed, list.find((phase) => phase.id === CLOSE), now);
};

// The other phone started, or ended: this one does too, at the same moment.
export const started = (clock, at) => (isSetUp(clock) ? next(clock, at) : clock);
export const ended = (clock, at) => {
  const debrief = phases(clock).find((phase) => phase.id === DEBRIEF);
  return isOver(clock) ? clock : enter(clock, debrief, at);
};

// What is shown: whole minutes left, or, once a guide is over by a minute, how
// many minutes over.
export const view = (clock, now) => {
  const at = index(clock);
  const phase = phases(clock)[at];
  const end = isSetUp(clock)
    ? clock.starts
    : clock.since + (phase.minutes + clock.added) * MINUTE;
  const left = end - (clock.paused ?? now);
  const over = Math.max(0, Math.floor(-left / MINUTE));
  return {
    id: phase.id,
    case: phase.case,
    name: phase.name,
    hint: phase.hint,
    left: Math.max(0, Math.ceil(left / MINUTE)),
    over,
    paused: clock.paused !== null,
    next: phases(clock)[at + 1]?.name ?? null,
    isLast: clock.id === CLOSE,
  };
};

const minutes = (number) => (number === 1 ? "1 minute" : `${number} minutes`);

// What is said aloud by a screen reader: a phase when it comes, and two minutes
// left; nothing else.
export const said = (before, after) => {
  if (before?.id !== after.id || before?.case !== after.case) {
    return `${after.name}. ${minutes(after.left)}.`;
  }
  const comes = before.left > 2 && after.left === 2 && !after.paused;
  return comes ? "Two minutes left." : null;
};

// The guide of a phase has just run out: the one moment at which a phone may
// give a sign.
export const runsOut = (before, after) =>
  before?.id === after.id && before.case === after.case && before.left > 0 && after.left === 0;
