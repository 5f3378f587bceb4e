// The arithmetic of the phase clock, by itself: node --test crates/platform/tests/

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const file = new URL("../src/web/static/clock-time.js", import.meta.url);
const source = readFileSync(file, "utf8");
const time = await import(`data:text/javascript,${encodeURIComponent(source)}`);

const MINUTE = 60_000;
const STARTS = Date.UTC(2026, 10, 24, 14, 0);
const phase = (id, minutes, of = 0) => ({ id, case: of, name: id, hint: "", minutes });
const ofCase = (of, m) => [phase("P3", m[0], of), phase("P4", m[1], of), phase("P6", m[2], of)];
const TWO = [
  phase("P0", 10), phase("P1", 4), ...ofCase(1, [2, 7, 22]), phase("P8", 2),
  ...ofCase(2, [2, 7, 22]), phase("P9", 2), phase("P10", 20),
];
const ONE = [phase("P0", 10), phase("P1", 5), ...ofCase(1, [3, 10, 45]), phase("P9", 5), phase("P10", 20)];

const fresh = () => time.create(ONE, TWO, STARTS);
const where = (clock) => `${clock.id}.${clock.case}`;
const forward = (clock, steps, at) => {
  let moved = clock;
  for (let step = 0; step < steps; step += 1) moved = time.next(moved, at);
  return moved;
};

test("the phases of two cases come in their order, and the last one stays", () => {
  let clock = fresh();
  const came = [];
  for (let step = 0; step < 12; step += 1) {
    came.push(where(clock));
    clock = time.next(clock, STARTS);
  }
  assert.equal(
    came.join(" "),
    "P0.0 P1.0 P3.1 P4.1 P6.1 P8.0 P3.2 P4.2 P6.2 P9.0 P10.0 P10.0",
  );
});

test("minutes are whole, change once a minute, and go over into how many are too many", () => {
  const clock = forward(fresh(), 1, STARTS);
  const left = (seconds) => time.view(clock, STARTS + seconds * 1000).left;
  assert.deepEqual([0, 1, 59, 60, 61, 239, 240].map(left), [4, 4, 4, 3, 3, 1, 0]);
  const over = (seconds) => time.view(clock, STARTS + seconds * 1000).over;
  assert.deepEqual([240, 299, 300, 420].map(over), [0, 0, 1, 3]);
});

test("before the start the minutes lead to the start", () => {
  assert.equal(time.view(fresh(), STARTS - 7 * MINUTE).left, 7);
  assert.equal(time.view(fresh(), STARTS + 3 * MINUTE).over, 3);
});

test("two minutes can be added, again and again, to the phase that runs and no other", () => {
  let clock = time.addTwo(time.addTwo(forward(fresh(), 1, STARTS)));
  assert.equal(time.view(clock, STARTS).left, 8);
  clock = time.next(clock, STARTS);
  assert.equal(time.view(clock, STARTS).left, 2);
  assert.equal(time.view(time.addTwo(fresh()), STARTS - MINUTE).left, 1);
});

test("a pause stops the minutes, and what was paused counts for no phase", () => {
  let clock = forward(fresh(), 3, STARTS);
  clock = time.pause(clock, STARTS + 2 * MINUTE);
  assert.equal(time.view(clock, STARTS + 60 * MINUTE).left, 5);
  clock = time.pause(clock, STARTS + 60 * MINUTE);
  assert.equal(time.view(clock, STARTS + 61 * MINUTE).left, 4);
  assert.equal(time.pause(fresh(), STARTS).paused, null);
});

test("back is as if next had not been pressed", () => {
  const before = time.addTwo(forward(fresh(), 3, STARTS));
  const after = time.back(time.next(before, STARTS + 5 * MINUTE));
  assert.deepEqual(after, before);
  assert.equal(time.view(after, STARTS + 6 * MINUTE).left, 3);
  assert.deepEqual(time.back(fresh()), fresh());
});

test("a pause after next is not lost by going back", () => {
  let clock = time.next(forward(fresh(), 3, STARTS), STARTS + MINUTE);
  clock = time.pause(clock, STARTS + MINUTE);
  clock = time.pause(clock, STARTS + 31 * MINUTE);
  assert.equal(time.view(time.back(clock), STARTS + 32 * MINUTE).left, 5);
});

test("without a second case the first has its longer minutes, and then it is time to close", () => {
  const works = forward(fresh(), 4, STARTS);
  assert.equal(time.view(works, STARTS).left, 22);
  const one = time.secondCase(works, false, STARTS + MINUTE);
  assert.equal(time.view(one, STARTS).left, 45);
  assert.equal(where(time.next(one, STARTS)), "P9.0");
  assert.deepEqual(time.secondCase(one, true, STARTS), works);
});

test("a second case that is given up leads to the close, and back out of the close into one", () => {
  const second = forward(fresh(), 7, STARTS);
  assert.equal(where(second), "P4.2");
  const closing = time.secondCase(second, false, STARTS);
  assert.equal(where(closing), "P9.0");
  assert.equal(where(time.secondCase(closing, true, STARTS)), "P8.0");
});

test("what the other phone does happens here once, at its moment", () => {
  const clock = time.started(fresh(), STARTS + MINUTE);
  assert.equal(where(clock), "P1.0");
  assert.equal(time.view(clock, STARTS + 2 * MINUTE).left, 3);
  const on = time.next(clock, STARTS + 3 * MINUTE);
  assert.deepEqual(time.started(on, STARTS), on);
  const over = time.ended(on, STARTS + 88 * MINUTE);
  assert.equal(where(over), "P10.0");
  assert.deepEqual(time.ended(over, STARTS), over);
});

test("a clock that was put to sleep and read back is the same clock", () => {
  const clock = time.pause(time.addTwo(forward(fresh(), 4, STARTS)), STARTS + MINUTE);
  assert.deepEqual(JSON.parse(JSON.stringify(clock)), clock);
  const reread = JSON.parse(JSON.stringify(forward(fresh(), 4, STARTS)));
  assert.equal(time.view(reread, STARTS + 20 * MINUTE).left, 2);
});

test("while awake the clock on the wall decides nothing; after sleep it does, unless it was turned back", () => {
  const held = time.anchor(STARTS, 1000);
  assert.equal(time.moment(held, 1000 + 5 * MINUTE), STARTS + 5 * MINUTE);
  const slept = time.wake(held, STARTS + 30 * MINUTE, 1000 + MINUTE);
  assert.equal(time.moment(slept, 1000 + 2 * MINUTE), STARTS + 31 * MINUTE);
  const turned = time.wake(held, STARTS - 60 * MINUTE, 1000 + MINUTE);
  assert.equal(time.moment(turned, 1000 + 2 * MINUTE), STARTS + 2 * MINUTE);
});

test("a phase when it comes and two minutes left are said, once, and nothing else", () => {
  const clock = forward(fresh(), 1, STARTS);
  const said = [];
  let before = null;
  for (let second = 0; second <= 300; second += 1) {
    const after = time.view(clock, STARTS + second * 1000);
    const words = time.said(before, after);
    if (words) said.push(words);
    before = after;
  }
  assert.deepEqual(said, ["P1. 4 minutes.", "Two minutes left."]);
});

test("there is one sign when a guide runs out", () => {
  const clock = forward(fresh(), 1, STARTS);
  let signs = 0;
  let before = null;
  for (let second = 0; second <= 600; second += 1) {
    const after = time.view(clock, STARTS + second * 1000);
    if (time.runsOut(before, after)) signs += 1;
    before = after;
  }
  assert.equal(signs, 1);
});
