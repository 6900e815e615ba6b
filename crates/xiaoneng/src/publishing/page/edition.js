// What the act that recorded an edition says, held against what a bundle has.

const RECEIPT = "log/edition.tlog-proof";
const REPORT = "report.json";
const VERSIONS = "versions.json";
/** So many differences are listed, each no longer than this. */
const MOST_DIFFERENCES = 20;
const LONGEST_VALUE = 120;

/** The act, if it recorded this edition. */
function editionIn(receipt, head) {
  let act;
  try {
    act = JSON.parse(receipt.content);
  } catch {
    return null;
  }
  const cells = act?.cells ?? {};
  const isOfEdition = act?.tenant === head.tenant && act.position === receipt.index + 1 &&
    act.register === "reports" && ["drafted", "revised"].includes(act.act) &&
    cells.year === String(head.year) && cells.edition === String(head.edition) &&
    cells.as_of === String(head.as_of);
  return isOfEdition ? { position: act.position, cells } : null;
}

/** What isn't the same in two tables of names and values. */
function differences(recorded, here) {
  const names = [...new Set([...recorded.keys(), ...here.keys()])];
  const differ = names.filter((name) => recorded.get(name) !== here.get(name));
  const shown = (value) => (value === undefined ? null : String(value).slice(0, LONGEST_VALUE));
  return differ.slice(0, MOST_DIFFERENCES).map((name) => ({
    key: "page-differs",
    values: { name, recorded: shown(recorded.get(name)), here: shown(here.get(name)) },
  }));
}

/** A report as a table: each figure and breakdown by its name, and the rest. */
function partsOf(report) {
  const parts = new Map();
  const add = (name, { value, ...rest }) => {
    parts.set(name, value);
    parts.set(`${name}, …`, JSON.stringify(rest));
  };
  const { figures, breakdowns, ...rest } = JSON.parse(report);
  for (const figure of figures) add(figure.id, figure);
  for (const part of breakdowns) add(`${part.figure} (${part.by} ${part.key})`, part);
  for (const [name, part] of Object.entries(rest)) parts.set(name, JSON.stringify(part));
  return parts;
}

function reportDifferences(recorded, here) {
  if (recorded === here) return [];
  try {
    const found = differences(partsOf(recorded), partsOf(here));
    if (found.length > 0) return found;
  } catch {
    // One of them is no report; that they differ is all there is to say.
  }
  return [{ key: "page-differs-text", values: { name: REPORT } }];
}

/** Versions by kind and name, with their hashes in order. */
function byName(versions) {
  const hashes = new Map();
  for (const { kind, name, hash } of versions) {
    const known = `${kind}/${name}`;
    hashes.set(known, [...(hashes.get(known) ?? []), hash]);
  }
  return new Map([...hashes].map(([name, all]) => [name, all.join(", ")]));
}

/** Files of evidence with their hashes, as an act has them by figure. */
const filesOf = (hashes) => new Map(Object.entries(hashes).map(([id, hash]) => [`evidence/${id}.csv`, hash]));
