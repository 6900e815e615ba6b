// SHA-256 (FIPS 180-4) of bytes that come piece by piece; the browser's own takes them only at once.

/** The first 32 bits of the fraction of a number. */
const fraction = (number) => ((number - Math.floor(number)) * 2 ** 32) >>> 0;

const PRIMES = [];
for (let number = 2; PRIMES.length < 64; number += 1) {
  if (PRIMES.every((prime) => number % prime !== 0)) PRIMES.push(number);
}
const ROUNDS = Uint32Array.from(PRIMES, (prime) => fraction(Math.cbrt(prime)));
const START = Uint32Array.from(PRIMES.slice(0, 8), (prime) => fraction(Math.sqrt(prime)));
const SCHEDULE = new Uint32Array(64);

const turned = (word, bits) => (word >>> bits) | (word << (32 - bits));

class Sha256 {
  #state = START.slice();
  #block = new Uint8Array(64);
  #filled = 0;
  #length = 0;

  update(bytes) {
    this.#length += bytes.length;
    let at = 0;
    if (this.#filled > 0) {
      at = Math.min(64 - this.#filled, bytes.length);
      this.#block.set(bytes.subarray(0, at), this.#filled);
      this.#filled += at;
      if (this.#filled < 64) return this;
      this.#compress(this.#block, 0);
    }
    for (; at + 64 <= bytes.length; at += 64) this.#compress(bytes, at);
    this.#block.set(bytes.subarray(at));
    this.#filled = bytes.length - at;
    return this;
  }

  /** The 32 bytes of the hash; nothing is added after it. */
  digest() {
    const block = this.#block;
    block.fill(0, this.#filled);
    block[this.#filled] = 0x80;
    if (this.#filled >= 56) {
      this.#compress(block, 0);
      block.fill(0);
    }
    const end = new DataView(block.buffer);
    end.setUint32(56, Math.floor(this.#length / 2 ** 29));
    end.setUint32(60, (this.#length * 8) % 2 ** 32);
    this.#compress(block, 0);
    const hash = new DataView(new ArrayBuffer(32));
    this.#state.forEach((word, index) => hash.setUint32(4 * index, word));
    return new Uint8Array(hash.buffer);
  }

  #compress(bytes, at) {
    const w = SCHEDULE;
    for (let i = 0; i < 16; i += 1, at += 4) {
      w[i] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
    }
    for (let i = 16; i < 64; i += 1) {
      const early = w[i - 15];
      const late = w[i - 2];
      const s0 = turned(early, 7) ^ turned(early, 18) ^ (early >>> 3);
      const s1 = turned(late, 17) ^ turned(late, 19) ^ (late >>> 10);
      w[i] = w[i - 16] + s0 + w[i - 7] + s1;
    }
    const state = this.#state;
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 64; i += 1) {
      const s1 = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25);
      const one = (h + s1 + ((e & f) ^ (~e & g)) + ROUNDS[i] + w[i]) | 0;
      const s0 = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22);
      const two = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + one) | 0;
      d = c;
      c = b;
      b = a;
      a = (one + two) | 0;
    }
    [a, b, c, d, e, f, g, h].forEach((word, index) => {
      state[index] += word;
    });
  }
}

/** The hash of these bytes, one after the other. */
const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), new Sha256()).digest();

const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const isSame = (one, other) => hex(one) === hex(other);

/** Whether the hash is the browser's own at every length up to three blocks. */
async function hashesAsTheBrowser() {
  const bytes = Uint8Array.from({ length: 192 }, (_, index) => (index * 151) & 255);
  for (let length = 0; length <= bytes.length; length += 1) {
    const part = bytes.subarray(0, length);
    const theirs = new Uint8Array(await crypto.subtle.digest("SHA-256", part));
    const cut = length >> 1;
    if (!isSame(sha256(part.subarray(0, cut), part.subarray(cut)), theirs)) return false;
  }
  return true;
}
