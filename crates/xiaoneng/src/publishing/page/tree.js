// The tree of the log (RFC 6962): hashes of leaves and nodes, its right edge, and proofs about it.

const [LEAF, NODE] = [Uint8Array.of(0), Uint8Array.of(1)];
const leafHash = (salt, text) => sha256(LEAF, salt, text);
const nodeHash = (left, right) => sha256(NODE, left, right);
const half = (number) => Math.floor(number / 2);

/** What is needed of a tree to append to it: the roots of its complete parts, the largest first. */
class Edge {
  size = 0;
  #peaks = [];

  append(leaf) {
    let node = leaf;
    for (let size = this.size; size % 2 === 1; size = half(size)) node = nodeHash(this.#peaks.pop(), node);
    this.#peaks.push(node);
    this.size += 1;
  }

  root() {
    return this.size === 0 ? sha256() : this.#peaks.reduceRight((right, left) => nodeHash(left, right));
  }
}

/** Whether a leaf is in a tree, at this index from 0 (RFC 9162, section 2.1.3.2). */
function isIncluded(leaf, index, { size, root }, path) {
  let [at, last, hash] = [index, size - 1, leaf];
  if (at > last) return false;
  for (const beside of path) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      hash = nodeHash(beside, hash);
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    } else {
      hash = nodeHash(hash, beside);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && isSame(hash, root);
}

/** Whether a tree goes on from an older one (RFC 9162, section 2.1.4.2). */
function goesOn(older, newer, proof) {
  if (older.size === newer.size) return proof.length === 0 && isSame(older.root, newer.root);
  if (older.size === 0) return proof.length === 0;
  if (older.size > newer.size) return false;
  let [at, last] = [older.size - 1, newer.size - 1];
  while (at % 2 === 1) [at, last] = [half(at), half(last)];
  // Of a complete tree the proof leaves out its root.
  const path = at === 0 ? [older.root, ...proof] : proof;
  if (path.length === 0) return false;
  let [old, now] = [path[0], path[0]];
  for (const beside of path.slice(1)) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      [old, now] = [nodeHash(beside, old), nodeHash(beside, now)];
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    } else {
      now = nodeHash(now, beside);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && isSame(old, older.root) && isSame(now, newer.root);
}
