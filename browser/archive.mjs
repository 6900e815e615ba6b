// Bundles taken apart and packed again, rightly or wrongly.
import { readFileSync } from "node:fs";
import { crc32, deflateRawSync, inflateRawSync } from "node:zlib";

/** The entries of an archive that the program wrote: names and bytes. */
export function unpack(file) {
  const bytes = readFileSync(file);
  const entries = [];
  const end = bytes.lastIndexOf("PK\x05\x06", undefined, "latin1");
  let at = bytes.readUInt32LE(end + 16);
  for (let count = bytes.readUInt16LE(end + 10); count > 0; count -= 1) {
    const [name, extra, comment] = [28, 30, 32].map((place) => bytes.readUInt16LE(at + place));
    const [packed, offset] = [bytes.readUInt32LE(at + 20), bytes.readUInt32LE(at + 42)];
    const start = offset + 30 + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28);
    const data = bytes.subarray(start, start + packed);
    const isDeflated = bytes.readUInt16LE(at + 10) === 8;
    entries.push([bytes.toString("utf8", at + 46, at + 46 + name), isDeflated ? inflateRawSync(data) : data]);
    at += 46 + name + extra + comment;
  }
  return entries;
}

/**
 * An archive of these entries. `stored` leaves them as they are, `large` gives their sizes as one larger
 * than 4 GB has them, `claims` says another size of an entry than it has.
 */
export function pack(entries, { stored = false, large = false, claims = {} } = {}) {
  const [parts, list] = [[], []];
  let offset = 0;
  for (const [name, content] of entries) {
    const [title, bytes] = [Buffer.from(name), Buffer.from(content)];
    const data = stored ? bytes : deflateRawSync(bytes);
    const size = claims[name] ?? bytes.length;
    const method = stored ? 0 : 8;
    const local = record(0x04034b50, [[2, 45], [2, 0x800], [2, method], [4, 0], [4, crc32(bytes)], [4, data.length], [4, size], [2, title.length], [2, 0]]);
    const extra = large ? record(0x00180001, [[8, size], [8, data.length], [8, offset]]) : Buffer.alloc(0);
    const [packed, whole, place] = large ? [0xffffffff, 0xffffffff, 0xffffffff] : [data.length, size, offset];
    list.push(record(0x02014b50, [[2, 45], [2, 45], [2, 0x800], [2, method], [4, 0], [4, crc32(bytes)], [4, packed], [4, whole], [2, title.length], [2, extra.length], [2, 0], [2, 0], [2, 0], [4, 0], [4, place]]), title, extra);
    parts.push(local, title, data);
    offset += local.length + title.length + data.length;
  }
  const length = list.reduce((sum, part) => sum + part.length, 0);
  const count = entries.length;
  const ofLarge = large
    ? [
        record(0x06064b50, [[8, 44], [2, 45], [2, 45], [4, 0], [4, 0], [8, count], [8, count], [8, length], [8, offset]]),
        record(0x07064b50, [[4, 0], [8, offset + length], [4, 1]]),
      ]
    : [];
  const [counted, long, place] = large ? [0xffff, 0xffffffff, 0xffffffff] : [count, length, offset];
  const end = record(0x06054b50, [[2, 0], [2, 0], [2, counted], [2, counted], [4, long], [4, place], [2, 0]]);
  return Buffer.concat([...parts, ...list, ...ofLarge, end]);
}

/** A record that begins with a mark of four bytes: numbers, each with the bytes that it takes. */
function record(mark, fields) {
  const bytes = [[4, mark], ...fields].map(([length, number]) => {
    const field = Buffer.alloc(8);
    field.writeBigUInt64LE(BigInt(number));
    return field.subarray(0, length);
  });
  return Buffer.concat(bytes);
}

/** The entries with the text of one of them changed. */
export function changed(entries, name, change) {
  return entries.map(([known, bytes]) => {
    if (known !== name) return [known, bytes];
    const text = bytes.toString("utf8");
    const other = change(text);
    if (other === text) throw new Error(`nothing was changed in ${name}`);
    return [known, Buffer.from(other)];
  });
}

/** The entries without those whose names begin so. */
export const without = (entries, start) => entries.filter(([name]) => !name.startsWith(start));
