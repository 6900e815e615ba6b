// What the log signs and what it is signed with: C2SP signed-note, tlog-checkpoint and tlog-proof.

const HASH = 32;
const encoded = (text) => new TextEncoder().encode(text);

/** The bytes of a text in base64, written in the one way it is written; none of another text. */
function bytesOf(base64) {
  try {
    const binary = atob(base64);
    return btoa(binary) === base64 ? Uint8Array.from(binary, (char) => char.charCodeAt(0)) : null;
  } catch {
    return null;
  }
}

function hashOf(base64) {
  const bytes = bytesOf(base64);
  return bytes?.length === HASH ? bytes : null;
}

/** A decimal number written in the one way it is written; none of another text. */
function numberOf(text) {
  const number = /^(0|[1-9]\d{0,15})$/.test(text ?? "") ? Number(text) : NaN;
  return Number.isSafeInteger(number) ? number : null;
}

/** A verifier key, `<name>+<number>+<key>`. */
function readKey(text) {
  const [, name, id, base64] = text.match(/^([^\s+]+)\+([0-9a-fA-F]{8})\+(\S+)$/) ?? [];
  const bytes = bytesOf(base64 ?? "");
  if (bytes?.[0] === 4) throw new Fault("page-key-witness");
  if (bytes?.[0] !== 1 || bytes.length !== 1 + HASH) throw new Fault("page-key-other");
  const number = hex(sha256(encoded(`${name}\n`), bytes).subarray(0, 4));
  if (number !== id.toLowerCase()) throw new Fault("page-key-number");
  return { text, name, id: number, bytes: bytes.subarray(1) };
}

/** A checkpoint as it was signed; `name` is told of one that can't be read. */
function readCheckpoint(note, name) {
  const malformed = new Fault("page-checkpoint-other", { name });
  const cut = note.lastIndexOf("\n\n");
  const hasControls = /[\0-\x09\x0b-\x1f\ufffd]/.test(note);
  if (cut < 0 || note.length > 1_000_000 || hasControls || !note.endsWith("\n")) throw malformed;
  const text = note.slice(0, cut + 1);
  const lines = text.slice(0, -1).split("\n");
  const [origin, size, root] = [lines[0], numberOf(lines[1]), hashOf(lines[2] ?? "")];
  if (!origin || size === null || !root || lines.includes("")) throw malformed;
  const signatures = note.slice(cut + 2, -1).split("\n").map((line) => {
    const [, by, base64] = line.match(/^\u2014 (\S+) (\S+)$/) ?? [];
    const bytes = bytesOf(base64 ?? "");
    if (!bytes || bytes.length < 5) throw malformed;
    return { by, id: hex(bytes.subarray(0, 4)), bytes: bytes.subarray(4) };
  });
  if (signatures.length > 100) throw malformed;
  return { text, origin, size, root, signatures };
}

/** The keys of its log that signed a checkpoint. A wrong signature of one of them is a fault. */
async function signersOf(checkpoint, keys) {
  const signers = [];
  for (const { by, id, bytes } of checkpoint.signatures) {
    const key = keys.find((key) => key.name === checkpoint.origin && key.name === by && key.id === id);
    if (!key) continue;
    if (!(await isSignature(key, bytes, encoded(checkpoint.text)))) throw new Fault("page-signature-wrong", { name: by });
    signers.push(key);
  }
  return signers;
}

async function isSignature(key, signature, text) {
  try {
    const known = await crypto.subtle.importKey("raw", key.bytes, { name: "Ed25519" }, false, ["verify"]);
    return await crypto.subtle.verify({ name: "Ed25519" }, known, signature, text);
  } catch (error) {
    if (error.name === "NotSupportedError") throw new Fault("page-no-ed25519");
    return false;
  }
}

/** The receipt of an act. */
function readReceipt(proof, name) {
  const malformed = new Fault("page-entry-other", { name });
  const cut = proof.indexOf("\n\n");
  const [first, extra, index, ...path] = proof.slice(0, Math.max(cut, 0)).split("\n");
  const bytes = extra?.startsWith("extra ") ? bytesOf(extra.slice(6)) : null;
  const hashes = path.map(hashOf);
  const place = index?.startsWith("index ") ? numberOf(index.slice(6)) : null;
  const isSound = first === "c2sp.org/tlog-proof@v1" && bytes && place !== null && hashes.length <= 64;
  if (!isSound || hashes.includes(null)) throw malformed;
  let said;
  try {
    said = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw malformed;
  }
  const salt = bytesOf(String(said?.salt));
  if (!salt || typeof said.content !== "string") throw malformed;
  const checkpoint = readCheckpoint(proof.slice(cut + 2), name);
  return { leaf: leafHash(salt, encoded(said.content)), content: said.content, index: place, path: hashes, checkpoint };
}
