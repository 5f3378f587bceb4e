// The text of a document as the coding desk counts it: code points over its turns joined by line feeds. Pure.

const segmenters = {};
const segments = (unit, text) => {
  segmenters[unit] ??= new Intl.Segmenter("en-GB", { granularity: unit });
  return segmenters[unit].segment(text);
};
const points = (text) => [...text].length;

/** What a position in UTF-16 units of a string is in code points. */
export const toPoints = (text, units) => points(text.slice(0, units));
/** What a position in code points is in UTF-16 units. */
export const toUnits = (text, count) => [...text].slice(0, count).join("").length;

export class Text {
  /** `turns` are the words of each turn in their order. */
  constructor(turns) {
    let at = 0;
    this.turns = turns.map((words) => {
      const turn = { start: at, end: at + points(words), words };
      at = turn.end + 1;
      return turn;
    });
    this.end = this.turns.at(-1)?.end ?? 0;
  }

  /** The number of the turn in which a position stands. */
  turnAt(at) {
    let low = 0;
    let high = this.turns.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.turns[middle].start <= at) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  slice(start, end) {
    const parts = [];
    for (let at = this.turnAt(start); at < this.turns.length && this.turns[at].start < end; at += 1) {
      const turn = this.turns[at];
      const from = Math.max(start, turn.start) - turn.start;
      const to = Math.min(end, turn.end) - turn.start;
      parts.push(turn.words.slice(toUnits(turn.words, from), toUnits(turn.words, to)));
    }
    return parts.join("\n");
  }

  words(start, end) {
    return [...segments("word", this.slice(start, end))].filter((part) => part.isWordLike).length;
  }

  /** The positions in a turn at which a unit begins, and its end. */
  edges(turn, unit) {
    const { start, end, words } = this.turns[turn];
    if (unit === "turn") return [start, end];
    const edges = [];
    let at = start;
    for (const part of segments(unit, words)) {
      // Words are gone through from beginning to beginning, without the spaces and signs between them.
      if (unit !== "word" || part.isWordLike) edges.push(at);
      at += points(part.segment);
    }
    if (edges.at(-1) !== end) edges.push(end);
    return edges;
  }

  /** Where a position comes to by one unit on (1) or back (-1). */
  move(at, by, unit) {
    const turn = this.turnAt(at);
    const edges = this.edges(turn, unit);
    const next = by > 0 ? edges.find((edge) => edge > at) : edges.findLast((edge) => edge < at);
    if (next !== undefined) return next;
    const beside = this.turns[turn + by];
    if (!beside) return by > 0 ? this.end : 0;
    return by > 0 ? beside.start : beside.end;
  }

  /** The stretch of a unit around a position, without spaces at its end. */
  around(at, unit) {
    const turn = this.turnAt(at);
    const edges = this.edges(turn, unit);
    const { start: first, end: last } = this.turns[turn];
    const start = edges.findLast((edge) => edge <= at) ?? first;
    const after = edges.find((edge) => edge > start) ?? last;
    const spaces = /\s*$/u.exec(this.slice(start, after))[0];
    return { start, end: Math.max(start, after - points(spaces)) };
  }
}

/** A stretch with one edge moved; it keeps at least one character. */
export const moved = (text, { start, end }, edge, by, unit) => {
  if (edge === "start") return { start: Math.min(text.move(start, by, unit), end - 1), end };
  return { start, end: Math.max(text.move(end, by, unit), start + 1) };
};

/** The lowest lanes in which stretches, sorted by start, do not cover each other. */
export const lanes = (stretches) => {
  const ends = [];
  return stretches.map(({ top, bottom }) => {
    const free = ends.findIndex((end) => end <= top);
    const lane = free < 0 ? ends.length : free;
    ends[lane] = bottom;
    return lane;
  });
};

/** The codes that fit what was typed: a name that begins so first, then one of whose words does, then one that holds it. */
export const fitting = (codes, typed) => {
  const wanted = typed.trim().toLocaleLowerCase("en-GB");
  if (!wanted) return codes;
  const rank = ({ name, above }) => {
    const low = name.toLocaleLowerCase("en-GB");
    if (low.startsWith(wanted)) return 0;
    if (low.split(/\s+/u).some((word) => word.startsWith(wanted))) return 1;
    if (low.includes(wanted)) return 2;
    return above.some((one) => one.toLocaleLowerCase("en-GB").includes(wanted)) ? 3 : 4;
  };
  const ranked = codes.map((code) => [rank(code), code]).filter(([at]) => at < 4);
  return ranked.sort((a, b) => a[0] - b[0]).map(([, code]) => code);
};
