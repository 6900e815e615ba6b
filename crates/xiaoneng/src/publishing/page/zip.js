// A zip archive from outside, read entry by entry: stored or deflated, larger than 4 GB if need be.

/** What is wrong, as the key of a sentence and the values in it. */
class Fault extends Error {
  constructor(key, values = {}) {
    super(key);
    this.key = key;
    this.values = values;
  }
}

/** More entries, and a longer list of them, than any bundle has. */
const MOST_ENTRIES = 10_000;
const LONGEST_LIST = 16 << 20;
/** How much an entry may unfold, beside the first 64 MB. */
const EXPANSION = 200;
const EXPANSION_OF_SMALL_ENTRIES = 64 << 20;

const CRC = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

function crcOn(crc, bytes) {
  for (let at = 0; at < bytes.length; at += 1) crc = CRC[(crc ^ bytes[at]) & 255] ^ (crc >>> 8);
  return crc;
}

/** The archive in a file: its entries by name. */
class Zip {
  #file;
  entries = new Map();

  constructor(file) {
    this.#file = file;
  }

  static async open(file) {
    const zip = new Zip(file);
    const { count, size, offset } = await zip.#findList();
    if (count > MOST_ENTRIES || size > LONGEST_LIST) throw new Fault("page-zip-many");
    const list = await zip.#view(offset, size);
    let at = 0;
    for (let entry = 0; entry < count; entry += 1) {
      if (at + 46 > size || list.getUint32(at, true) !== 0x02014b50) throw new Fault("page-zip-damaged");
      at += zip.#add(list, at);
    }
    const inOrder = [...zip.entries.values()].sort((one, other) => one.offset - other.offset);
    inOrder.forEach((entry, index) => {
      entry.until = inOrder[index + 1]?.offset ?? offset;
    });
    return zip;
  }

  has(name) {
    return this.entries.has(name);
  }

  /** How many bytes an entry unfolds to. */
  size(name) {
    return this.#entry(name).size;
  }

  /** The bytes of an entry, piece by piece. */
  async *pieces(name) {
    const entry = this.#entry(name);
    const damaged = new Fault("page-entry-damaged", { name });
    const start = await this.#start(entry, damaged);
    let stream = this.#file.slice(start, start + entry.packed).stream();
    if (entry.method === 8) stream = stream.pipeThrough(new DecompressionStream("deflate-raw"));
    const reader = stream.getReader();
    let size = 0;
    let crc = -1;
    try {
      for (;;) {
        const { done, value } = await reader.read().catch(() => { throw damaged; });
        if (done) break;
        size += value.length;
        if (size > entry.size) throw damaged;
        crc = crcOn(crc, value);
        yield value;
      }
    } finally {
      reader.cancel().catch(() => {});
    }
    if (size !== entry.size || ~crc >>> 0 !== entry.crc) throw damaged;
  }

  /** A whole entry as text, no longer than `most` bytes. */
  async text(name, most) {
    if (this.size(name) > most) throw new Fault("page-entry-long", { name });
    const bytes = new Uint8Array(this.size(name));
    let at = 0;
    for await (const piece of this.pieces(name)) {
      bytes.set(piece, at);
      at += piece.length;
    }
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      throw new Fault("page-entry-damaged", { name });
    }
  }

  /** A whole entry as JSON. */
  async json(name, most) {
    const text = await this.text(name, most);
    try {
      return JSON.parse(text);
    } catch {
      throw new Fault("page-entry-other", { name });
    }
  }

  #entry(name) {
    const entry = this.entries.get(name);
    if (!entry) throw new Fault("page-missing", { name });
    return entry;
  }

  async #view(from, length) {
    const bytes = await this.#file.slice(from, from + length).arrayBuffer().catch(() => {
      throw new Fault("page-file-unreadable");
    });
    if (bytes.byteLength !== length) throw new Fault("page-zip-damaged");
    return new DataView(bytes);
  }

  /** Where the list of entries is, by the end of the archive. */
  async #findList() {
    const { size } = this.#file;
    const from = Math.max(0, size - 65_557);
    const tail = await this.#view(from, size - from);
    let end = tail.byteLength - 22;
    const isEnd = (at) =>
      tail.getUint32(at, true) === 0x06054b50 && at + 22 + tail.getUint16(at + 20, true) === tail.byteLength;
    while (end >= 0 && !isEnd(end)) end -= 1;
    if (end < 0) throw new Fault("page-no-zip");
    if (end >= 20 && tail.getUint32(end - 20, true) === 0x07064b50) {
      const large = await this.#view(long(tail, end - 12), 56);
      if (large.getUint32(0, true) !== 0x06064b50) throw new Fault("page-zip-damaged");
      return { count: long(large, 32), size: long(large, 40), offset: long(large, 48) };
    }
    const [count, length, offset] = [tail.getUint16(end + 10, true), tail.getUint32(end + 12, true), tail.getUint32(end + 16, true)];
    return { count, size: length, offset };
  }

  /** Takes an entry of the list; gives the length of its place there. */
  #add(list, at) {
    const short = (place) => list.getUint16(at + place, true);
    const word = (place) => list.getUint32(at + place, true);
    const [nameLength, extraLength] = [short(28), short(30)];
    const length = 46 + nameLength + extraLength + short(32);
    if (at + length > list.byteLength) throw new Fault("page-zip-damaged");
    const entry = { method: short(10), crc: word(16), packed: word(20), size: word(24), offset: word(42) };
    // Numbers that don't fit are in the field 1, in this order.
    const end = at + 46 + nameLength + extraLength;
    for (let field = at + 46 + nameLength; field + 4 <= end; field += 4 + list.getUint16(field + 2, true)) {
      if (list.getUint16(field, true) !== 1) continue;
      let place = field + 4;
      for (const part of ["size", "packed", "offset"]) {
        if (entry[part] !== 0xffffffff || place + 8 > end) continue;
        entry[part] = long(list, place);
        place += 8;
      }
    }
    entry.bytes = new Uint8Array(list.buffer, at + 46, nameLength);
    const name = nameOf(entry.bytes);
    if (this.entries.has(name)) throw new Fault("page-zip-twice", { name });
    if (short(8) & 1 || ![0, 8].includes(entry.method)) throw new Fault("page-entry-locked", { name });
    if (entry.method === 0 && entry.packed !== entry.size) throw new Fault("page-entry-damaged", { name });
    if (entry.size > EXPANSION * entry.packed + EXPANSION_OF_SMALL_ENTRIES) throw new Fault("page-entry-bomb", { name });
    this.entries.set(name, entry);
    return length;
  }

  /** Where the bytes of an entry begin. What stands before them must say the same as the list. */
  async #start(entry, damaged) {
    const head = await this.#view(entry.offset, 30);
    const [nameLength, extraLength] = [head.getUint16(26, true), head.getUint16(28, true)];
    const start = entry.offset + 30 + nameLength + extraLength;
    const isSound = head.getUint32(0, true) === 0x04034b50 && head.getUint16(8, true) === entry.method;
    if (!isSound || start + entry.packed > entry.until) throw damaged;
    const name = await this.#view(entry.offset + 30, nameLength);
    if (!isSame(new Uint8Array(name.buffer), entry.bytes)) throw damaged;
    return start;
  }
}

/** A number of 64 bits that is one of JavaScript's too. */
function long(view, at) {
  const number = Number(view.getBigUint64(at, true));
  if (!Number.isSafeInteger(number)) throw new Fault("page-zip-damaged");
  return number;
}

function nameOf(bytes) {
  let name;
  try {
    name = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Fault("page-zip-damaged");
  }
  const leadsOut = /^[/\\]|\\|\0/.test(name) || name.split("/").includes("..");
  if (leadsOut) throw new Fault("page-zip-out", { name });
  return name;
}
