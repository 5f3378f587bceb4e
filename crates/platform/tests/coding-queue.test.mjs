import assert from "node:assert/strict";
import { test } from "node:test";

import { Queue } from "../src/web/static/coding-queue.js";

const made = (answers, before) => {
  let kept = before ?? null;
  const seen = { sent: [], told: [], again: undefined };
  const queue = new Queue({
    keep: { get: () => kept, set: (text) => { kept = text; } },
    send: async (act) => {
      seen.sent.push(act.fields.id);
      const answer = answers.shift();
      if (!answer) throw new Error("no connection");
      return answer;
    },
    told: (act, answer) => seen.told.push([act.fields.id, answer.status]),
    changed: () => {},
    later: (again) => { seen.again = again; },
  });
  return { queue, seen, kept: () => kept };
};
const act = (id) => ({ path: "add", fields: { id } });
const done = { status: 200, told: {} };

test("what cannot be sent waits in its order and is sent again", async () => {
  const { queue, seen, kept } = made([done, undefined, done, done]);
  await queue.add(act(1));
  await queue.add(act(2));
  assert.equal(queue.isOffline, true);
  await queue.add(act(3));
  assert.deepEqual(seen.told, [[1, 200], [2, 200], [3, 200]]);
  assert.deepEqual(seen.sent, [1, 2, 2, 3]);
  assert.equal(kept(), "[]");
});

test("what waits is there when the page is opened again", async () => {
  const first = made([undefined]);
  await first.queue.add(act(1));
  assert.equal(first.queue.waiting, 1);
  const second = made([done], first.kept());
  await second.queue.run();
  assert.deepEqual(second.seen.told, [[1, 200]]);
});

test("a conflict is told and does not hold up what comes after it", async () => {
  const { queue, seen } = made([{ status: 409, told: {} }, done]);
  await Promise.all([queue.add(act(1)), queue.add(act(2))]);
  assert.deepEqual(seen.told, [[1, 409], [2, 200]]);
});

test("a failure of the server and a sign-in that is over lose nothing", async () => {
  const { queue, seen } = made([{ status: 503 }, { status: 303 }, done]);
  await queue.add(act(1));
  assert.equal(queue.isOffline, true);
  await seen.again();
  assert.equal(queue.isSignedOut, true);
  assert.equal(queue.waiting, 1);
  await queue.run();
  assert.deepEqual(seen.told, [[1, 200]]);
});

test("an act that was not sent yet can be changed, one that is under way cannot", async () => {
  const { queue, seen } = made([undefined, done, done]);
  await queue.add(act(1));
  assert.equal(queue.amend((one) => one.fields.id === 1, { end: 5 }), true);
  assert.equal(queue.acts[0].fields.end, 5);
  const sending = queue.run();
  assert.equal(queue.amend((one) => one.fields.id === 1, { end: 6 }), false);
  await sending;
  assert.equal(seen.told.length, 1);
});

test("kept acts that cannot be read are not in the way", () => {
  assert.equal(made([], "{broken").queue.waiting, 0);
});
