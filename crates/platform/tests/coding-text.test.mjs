import assert from "node:assert/strict";
import { test } from "node:test";

import { Text, fitting, lanes, moved, toPoints, toUnits } from "../src/web/static/coding-text.js";

const text = new Text(["Wo war das?", "🦉 It was late. Then café.", ""]);

test("positions count code points over turns joined by line feeds", () => {
  assert.deepEqual(text.turns.map(({ start, end }) => [start, end]), [[0, 11], [12, 37], [38, 38]]);
  assert.equal(text.slice(12, 13), "🦉");
  assert.equal(text.slice(7, 16), "das?\n🦉 It");
  assert.equal([...text.slice(0, 37)].length, 37);
  assert.deepEqual([0, 11, 12, 37, 38].map((at) => text.turnAt(at)), [0, 0, 1, 1, 2]);
  assert.equal(toPoints("🦉 It", 3), 2);
  assert.equal(toUnits("🦉 It", 2), 3);
});

test("a step goes by character, word, sentence and turn, over the edge of a turn", () => {
  assert.equal(text.move(12, 1, "grapheme"), 13);
  assert.equal(text.move(12, 1, "word"), 14);
  assert.equal(text.move(14, 1, "sentence"), 27);
  assert.equal(text.move(14, -1, "turn"), 12);
  assert.equal(text.move(11, 1, "grapheme"), 12);
  assert.equal(text.move(12, -1, "grapheme"), 11);
  assert.equal(text.move(38, 1, "word"), 38);
  assert.equal(text.move(0, -1, "sentence"), 0);
  // An accent that is a mark of its own belongs to its letter.
  assert.equal(new Text(["cafe\u0301s"]).move(3, 1, "grapheme"), 5);
});

test("a sentence is taken without the space behind it", () => {
  assert.equal(text.slice(...Object.values(text.around(15, "sentence"))), "🦉 It was late.");
  assert.equal(text.slice(...Object.values(text.around(30, "sentence"))), "Then café.");
  assert.equal(text.slice(...Object.values(text.around(17, "word"))), "was");
});

test("an edge that is moved leaves at least one character", () => {
  const one = { start: 14, end: 16 };
  assert.deepEqual(moved(text, one, "start", 1, "sentence"), { start: 15, end: 16 });
  assert.deepEqual(moved(text, one, "end", -1, "turn"), { start: 14, end: 15 });
  assert.deepEqual(moved(text, one, "end", 1, "word"), { start: 14, end: 17 });
  assert.deepEqual(moved(text, one, "start", -1, "turn"), { start: 12, end: 16 });
});

test("bars that cover each other stand in lanes of their own", () => {
  const bars = [[0, 5], [1, 9], [5, 7], [8, 9], [9, 12]].map(([top, bottom]) => ({ top, bottom }));
  assert.deepEqual(lanes(bars), [0, 1, 0, 0, 0]);
});

test("a code is found by the beginning of its name, of a word, by any part, and by what stands above it", () => {
  const codes = ["Rota as refusal", "The rota", "Prorotation", "Under"].map((name) => ({ name, above: name === "Under" ? ["Rotas"] : [] }));
  assert.deepEqual(fitting(codes, " rota").map(({ name }) => name), ["Rota as refusal", "The rota", "Prorotation", "Under"]);
  assert.deepEqual(fitting(codes, "zz"), []);
  assert.equal(fitting(codes, "").length, 4);
});
