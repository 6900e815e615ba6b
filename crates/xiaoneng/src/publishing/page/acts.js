// The acts of a bundle, read line by line: each is a leaf of the tree that they make.

const ACTS = "acts.jsonl";
/** The longest line: a draft of a report is the longest act there is. */
const LONGEST_LINE = 64 << 20;
const DASH = 45;
const SPACE = 32;

/** The lines in pieces of bytes, each without its end. */
async function* linesOf(pieces) {
  let [begun, length, number] = [[], 0, 0];
  for await (const piece of pieces) {
    let from = 0;
    for (let end = piece.indexOf(10); end >= 0; end = piece.indexOf(10, from)) {
      const last = piece.subarray(from, end);
      yield length === 0 ? last : joined([...begun, last], length + last.length);
      [begun, length, from] = [[], 0, end + 1];
      number += 1;
    }
    if (from === piece.length) continue;
    begun.push(piece.subarray(from));
    length += piece.length - from;
    if (length > LONGEST_LINE) throw new Fault("page-line-long", { line: number + 1 });
  }
  if (length > 0) throw new Fault("page-line-cut", { line: number + 1 });
}

function joined(parts, length) {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** The act of a line, and its leaf where the line says what it is hashed with. */
function readLine(line, number) {
  const space = line.indexOf(SPACE);
  const salt = saltOf(line.subarray(0, Math.max(space, 0)));
  const text = line.subarray(space + 1);
  let act;
  try {
    act = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(text));
  } catch {
    act = null;
  }
  if (salt === undefined || act === null || typeof act !== "object") throw new Fault("page-line-other", { line: number });
  return { act, leaf: salt && leafHash(salt, text) };
}

/** `null` stands for none, `undefined` for what is no salt. */
function saltOf(digits) {
  if (digits.length === 1 && digits[0] === DASH) return null;
  const text = String.fromCharCode(...digits.subarray(0, 256));
  if (digits.length !== text.length || !/^([0-9a-f]{2})+$/.test(text)) return undefined;
  return Uint8Array.from(text.match(/../g), (byte) => parseInt(byte, 16));
}

/**
 * Reads every act; gives the tree that they make, its root as it was at the size `former`, and the keys
 * that they name. The tree is `null` where an act doesn't say what it is hashed with.
 */
async function readActs(pieces, head, former) {
  const read = { count: 0, tree: new Edge(), rootThen: former === 0 ? sha256() : null, keys: [] };
  for await (const line of linesOf(pieces)) {
    const number = read.count + 1;
    const { act, leaf } = readLine(line, number);
    if (act.position !== number) throw new Fault("page-line-position", { line: number });
    if (act.tenant !== head.tenant) throw new Fault("page-line-tenant", { line: number });
    if (act.register === "log_keys") read.keys.push(...keyIn(act));
    read.count = number;
    if (leaf === null) read.tree = null;
    read.tree?.append(leaf);
    if (number === former) read.rootThen = read.tree?.root() ?? null;
  }
  if (read.count !== head.as_of) throw new Fault("page-acts-end", { acts: read.count, position: head.as_of });
  return read;
}

function keyIn(act) {
  try {
    return [readKey(String(act.cells.verifier))];
  } catch {
    return [];
  }
}
