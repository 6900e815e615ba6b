// A bundle verified: what is checked, in which order, and what comes of it.

const HEAD = "bundle.json";
const CHECKPOINT = "log/checkpoint";
const CONSISTENCY = "log/consistency";
/** The longest head, and the longest text that is held as a whole. */
const LONGEST_HEAD = 1 << 20;
const LONGEST_TEXT = 64 << 20;
/** Milliseconds after which the page is drawn anew. */
const BREATH = 50;

/** The reader has had enough of it. */
class Stopped extends Error {}

/** A verification: what was found of each thing, in order. */
class Verification {
  checks = [];
  head = null;
  report = null;
  outcome = "refused";
  values = {};
  #total = 1;
  #done = 0;
  #breathed = 0;

  /** `tell` is told which part is read, from 0 to 1; it throws to have it stopped. */
  constructor(tell) {
    this.tell = tell;
  }

  /** State is `right`, `wrong` or `open`; `details` are sentences. */
  found(what, state, key, values = {}, details = []) {
    this.checks.push({ what, state, key, values, details });
  }

  /** Verifies the bundle in a file with the keys and the former checkpoint that are known. */
  async run(file, keys, former) {
    try {
      await this.#run(file, keys, former);
    } catch (error) {
      if (error instanceof Stopped) throw error;
      // What no fault was foreseen for is one of the file all the same.
      const { key, values } = error instanceof Fault ? error : new Fault("page-unforeseen", { error: String(error?.message) });
      this.checks = this.checks.filter(({ what }) => what !== "page-check-archive");
      this.found("page-check-archive", "wrong", key, values);
    }
    this.outcome = this.#outcome(keys, former);
    return this;
  }

  async #run(file, keys, former) {
    if (!globalThis.crypto?.subtle || !(await hashesAsTheBrowser())) throw new Fault("page-no-crypto");
    this.zip = await Zip.open(file);
    this.#total = [...this.zip.entries.values()].reduce((sum, entry) => sum + entry.size, 1);
    this.head = readHead(await this.zip.json(HEAD, LONGEST_HEAD));
    this.text = await this.zip.text(REPORT, LONGEST_TEXT);
    this.report = readReport(this.text, this.head);
    this.found("page-check-archive", "right", "page-archive", { entries: this.zip.entries.size });
    const acts = await readActs(this.#counted(ACTS), this.head, former?.size);
    this.found("page-check-acts", "right", "page-acts", { acts: acts.count });
    const checkpoint = await this.#log(acts, keys);
    await this.#former(acts, keys, former, checkpoint);
    const edition = await this.#edition(acts, keys, checkpoint);
    await this.#evidence(edition);
    await this.#versions(edition);
    this.found("page-check-figures", "open", "page-not-computed");
    const known = [HEAD, REPORT, ACTS, CHECKPOINT, CONSISTENCY, RECEIPT, VERSIONS];
    const others = [...this.zip.entries.keys()].filter((name) => !known.includes(name) && !/^(evidence|versions)\//.test(name));
    if (others.length > 0) this.found("page-check-others", "open", "page-others", { names: others.slice(0, 10).join(", ") });
  }

  /** The acts against the checkpoint, and who signed it. */
  async #log(acts, keys) {
    if (!this.zip.has(CHECKPOINT)) {
      this.found("page-check-log", "open", "page-no-log");
      return null;
    }
    const checkpoint = readCheckpoint(await this.zip.text(CHECKPOINT, LONGEST_HEAD), CHECKPOINT);
    const lines = (await this.zip.text(CONSISTENCY, LONGEST_HEAD)).split("\n").filter(Boolean);
    const proof = lines.map(hashOf);
    const values = { acts: acts.count, origin: checkpoint.origin, size: checkpoint.size };
    const tree = acts.tree && { size: acts.tree.size, root: acts.tree.root() };
    const isTheirs = tree && !proof.includes(null) && goesOn(tree, checkpoint, proof);
    const isRight = await this.#signed("page-check-signature", checkpoint, keys, acts);
    if (!acts.tree) this.found("page-check-log", "wrong", "page-no-salt");
    else this.found("page-check-log", isTheirs ? "right" : "wrong", isTheirs ? "page-log" : "page-not-log", values);
    return isTheirs && isRight ? checkpoint : null;
  }

  /** Whether a checkpoint is signed with a key that is known, or one that the acts name. */
  async #signed(what, checkpoint, keys, acts) {
    const values = { name: checkpoint.origin };
    try {
      if ((await signersOf(checkpoint, keys.length > 0 ? keys : acts.keys)).length > 0) {
        if (keys.length > 0) this.found(what, "right", "page-signature", values);
        else this.found(what, "open", "page-signature-named", values);
        return true;
      }
      const isFormerKey = acts.keys.some((key) => keys.some(({ text }) => text === key.text));
      this.found(what, "wrong", isFormerKey ? "page-signature-later" : "page-signature-other", values);
      return false;
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      const isUnknown = error.key === "page-no-ed25519";
      this.found(what, isUnknown ? "open" : "wrong", error.key, error.values);
      return isUnknown;
    }
  }

  /** The tree of a former checkpoint is the beginning of that of the acts. */
  async #former(acts, keys, former, checkpoint) {
    if (!former) return;
    const what = "page-check-former";
    const values = { size: former.size, acts: acts.count };
    if (!checkpoint) return this.found(what, "open", "page-former-no-log");
    let signers = [];
    try {
      signers = await signersOf(former, [...keys, ...acts.keys]);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      if (error.key === "page-no-ed25519") return this.found(what, "open", error.key);
    }
    if (former.origin !== checkpoint.origin || signers.length === 0) return this.found(what, "wrong", "page-former-other");
    let root = acts.rootThen;
    if (former.size === checkpoint.size) root = checkpoint.root;
    if (!root) return this.found(what, "open", "page-former-later", values);
    const isBefore = isSame(root, former.root);
    this.found(what, isBefore ? "right" : "wrong", isBefore ? "page-former-right" : "page-former-fork", values);
  }

  /** The act that recorded the edition, if the log has it, and the report against it. */
  async #edition(acts, keys, checkpoint) {
    const what = "page-check-edition";
    if (this.head.edition === null) return this.found(what, "open", "page-no-edition");
    if (!this.zip.has(CHECKPOINT)) return this.found(what, "open", "page-edition-no-log");
    if (!this.zip.has(RECEIPT)) return this.found(what, "open", "page-no-receipt");
    const receipt = readReceipt(await this.zip.text(RECEIPT, LONGEST_TEXT), RECEIPT);
    const head = receipt.checkpoint;
    if (!checkpoint) return this.found(what, "open", "page-edition-not-log");
    if (head.size !== checkpoint.size || !isSame(head.root, checkpoint.root)) return this.found(what, "wrong", "page-receipt-tree");
    if (!isIncluded(receipt.leaf, receipt.index, checkpoint, receipt.path)) return this.found(what, "wrong", "page-receipt-leaf");
    const edition = editionIn(receipt, this.head);
    if (!edition) return this.found(what, "wrong", "page-receipt-other");
    this.found(what, "right", "page-edition", { position: edition.position });
    this.values = { position: edition.position, origin: checkpoint.origin };
    this.#compared("page-check-report", ["page-report", "page-report-wrong"], reportDifferences(edition.cells.report, this.text));
    return edition;
  }

  /** The cases behind each figure against what was recorded of them. */
  async #evidence(edition) {
    const here = new Map();
    for (const name of this.zip.entries.keys()) {
      if (/^evidence\/.+\.csv$/.test(name)) here.set(name, await this.#hash(name));
    }
    if (!edition) return;
    const recorded = filesOf(parsed(edition.cells.evidence, "evidence"));
    this.#compared("page-check-evidence", ["page-evidence", "page-evidence-wrong"], differences(recorded, here), recorded.size);
  }

  /** The versions against what was recorded of them, and each text against its hash. */
  async #versions(edition) {
    const compared = (details) => this.#compared("page-check-versions", ["page-versions", "page-versions-wrong"], details, listed.length);
    const listed = await this.zip.json(VERSIONS, LONGEST_TEXT);
    const isList = Array.isArray(listed) && listed.every((it) => [it?.kind, it?.name, it?.hash, it?.file].every((text) => typeof text === "string"));
    if (!isList) throw new Fault("page-entry-other", { name: VERSIONS });
    const [said, found] = [new Map(), new Map()];
    for (const { file, hash } of listed) {
      if (said.has(file)) throw new Fault("page-zip-twice", { name: file });
      said.set(file, hash);
      found.set(file, await this.#hash(file));
    }
    const ofTexts = differences(said, found);
    if (edition) {
      const recorded = byName(parsed(edition.cells.versions, "versions"));
      compared([...differences(recorded, byName(listed)), ...ofTexts]);
    } else if (ofTexts.length > 0) compared(ofTexts);
  }

  #compared(what, [same, unlike], details, count = 0) {
    if (details.length > 0) this.found(what, "wrong", unlike, {}, details);
    else this.found(what, "right", same, { count });
  }

  async #hash(name) {
    const hash = new Sha256();
    for await (const piece of this.#counted(name)) hash.update(piece);
    return hex(hash.digest());
  }

  /** The pieces of an entry, while the page is kept alive and told how far it is. */
  async *#counted(name) {
    for await (const piece of this.zip.pieces(name)) {
      yield piece;
      this.#done += piece.length;
      if (performance.now() - this.#breathed < BREATH) continue;
      this.tell(Math.min(1, this.#done / this.#total));
      await new Promise((resolve) => setTimeout(resolve));
      this.#breathed = performance.now();
    }
  }

  /** What comes of it all. */
  #outcome(keys, former) {
    const states = new Map(this.checks.map((check) => [check.what, check.state]));
    const isRight = (what) => states.get(what) === "right";
    if (this.checks.some((check) => check.state === "wrong")) return "refused";
    if (!states.has("page-check-signature")) return "unlogged";
    if (keys.length === 0) return "unkeyed";
    if (!isRight("page-check-signature")) return "unsigned";
    if (this.head.edition === null) return "unpublished";
    if (!isRight("page-check-edition")) return "unrecorded";
    return former && !isRight("page-check-former") ? "unfollowed" : "genuine";
  }
}

function readHead(head) {
  const isSound = head !== null && typeof head === "object" && typeof head.tenant === "string" &&
    Number.isSafeInteger(head.year) && Number.isSafeInteger(head.as_of) &&
    (head.edition === null || Number.isSafeInteger(head.edition));
  if (!isSound) throw new Fault("page-entry-other", { name: HEAD });
  if (head.format !== 1) throw new Fault("page-format");
  return head;
}

/** A report that can be shown. */
function readReport(text, head) {
  let report;
  try {
    report = JSON.parse(text);
  } catch {
    report = null;
  }
  const isText = (text) => typeof text === "string";
  const isFigure = (it) => isText(it?.id) && isText(it.unit) && Number.isInteger(it.section) &&
    (it.value === null || typeof it.value === "number");
  const isSound = Array.isArray(report?.figures) && report.figures.every(isFigure);
  if (!isSound || report.year !== head.year) throw new Fault("page-entry-other", { name: REPORT });
  return report;
}

function parsed(cell, name) {
  try {
    const value = JSON.parse(cell);
    if (value !== null && typeof value === "object") return value;
  } catch {
    // It says so below.
  }
  throw new Fault("page-cell-other", { name });
}
