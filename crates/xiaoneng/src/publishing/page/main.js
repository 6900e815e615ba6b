// The page: what is given, how far it is, and what was found.

const ALL_WORDS = JSON.parse(document.getElementById("words").textContent);
const SIGNS = { right: "✓", wrong: "✗", open: "–" };
const STATES = { right: "page-right", wrong: "page-wrong", open: "page-open" };
/** The sentence of each outcome, what to do next, and its sign. */
const OUTCOMES = {
  genuine: ["page-genuine", "page-genuine-next", "right"],
  unkeyed: ["page-unkeyed", "page-unkeyed-next", "open"],
  unsigned: ["page-unsigned", "page-unsigned-next", "open"],
  unlogged: ["page-unlogged", "page-unlogged-next", "open"],
  unpublished: ["page-unpublished", "page-unpublished-next", "open"],
  unrecorded: ["page-unrecorded", "page-unrecorded-next", "open"],
  unfollowed: ["page-unfollowed", "page-unfollowed-next", "open"],
  refused: ["page-refused", "page-refused-next", "wrong"],
};
/** The longest text, and the most figures, that are shown of a file. */
const LONGEST_SHOWN = 300;
const MOST_FIGURES = 1000;

const at = (id) => document.getElementById(id);
let [language, chosen, shown, running] = ["zh-CN", null, null, null];

/** A sentence with its values. */
function t(key, values = {}) {
  const sentence = ALL_WORDS[language].words[key] ?? key;
  return sentence.replace(/\{ \$([\w-]+) \}/g, (_, name) => {
    const value = values[name] ?? t("page-nothing");
    return typeof value === "number" ? number(value) : String(value).slice(0, LONGEST_SHOWN);
  });
}

function number(value) {
  const grouping = { useGrouping: language === "en" ? true : "min2", maximumFractionDigits: 2 };
  return new Intl.NumberFormat(language, grouping).format(value);
}

/** An element with these texts and elements in it: nothing of a file is ever read as HTML. */
function make(tag, options = {}, ...children) {
  const element = Object.assign(document.createElement(tag), options);
  element.append(...children);
  return element;
}

function speak() {
  document.documentElement.lang = language;
  document.title = t("page-title");
  for (const element of document.querySelectorAll("[data-t]")) element.textContent = t(element.dataset.t);
  at("language").lang = language === "en" ? "zh-CN" : "en";
  tellFile();
  if (shown) show(shown);
}

function tellFile() {
  const size = Math.ceil((chosen?.size ?? 0) / 1024);
  at("chosen").textContent = chosen ? t("page-chosen", { name: chosen.name, size }) : t("page-not-chosen");
}

function choose(file) {
  if (!file) return;
  chosen = file;
  tellFile();
  complain("file", null);
  at("start").focus();
}

/** Says at a field what is wrong with it, or that nothing is any more. */
function complain(field, fault) {
  const said = at(`${field}-fault`);
  said.textContent = fault ? `${SIGNS.wrong} ${t(fault.key, fault.values)}` : "";
  if (fault) at(field).setAttribute("aria-invalid", "true");
  else at(field).removeAttribute("aria-invalid");
}

/** What a field gives; a fault in it is told there. */
function given(field, read) {
  try {
    const value = read(at(field).value);
    complain(field, null);
    return value;
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    complain(field, fault);
    at(field).closest("details")?.setAttribute("open", "");
    at(field).focus();
    return undefined;
  }
}

function readFormer(text) {
  const trimmed = text.replaceAll("\r\n", "\n").trim();
  return trimmed ? readCheckpoint(`${trimmed}\n`, t("page-former")) : null;
}

async function start(event) {
  event.preventDefault();
  const former = given("former", readFormer);
  const keys = given("key", (text) => text.split(/\s+/).filter(Boolean).map(readKey));
  if (!chosen) {
    complain("file", new Fault("page-no-file"));
    at("file").focus();
  }
  if (!chosen || !keys || former === undefined) return;
  running?.stop();
  const mine = { isStopped: false, stop: () => { mine.isStopped = true; } };
  running = mine;
  shown = null;
  at("result").replaceChildren();
  at("running").hidden = false;
  const say = spokenNowAndThen();
  const tell = (part) => {
    if (mine.isStopped) throw new Stopped();
    at("progress").value = part;
    say(t("page-progress", { percent: Math.floor(100 * part) }));
  };
  try {
    tell(0);
    const found = await new Verification(tell).run(chosen, keys, former);
    tell(1);
    shown = found;
    show(shown);
    at("outcome").focus();
    at("status").textContent = "";
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    if (running === mine) at("status").textContent = t("page-stopped");
  }
  if (running === mine) at("running").hidden = true;
}

/** Tells the progress no oftener than somebody listens to it. */
function spokenNowAndThen() {
  let last = -Infinity;
  return (text) => {
    if (performance.now() - last < 2000) return;
    last = performance.now();
    at("status").textContent = text;
  };
}

function show(found) {
  const [sentence, next, state] = OUTCOMES[found.outcome];
  const wrong = found.checks.find((check) => check.state === "wrong");
  const about = { ...found.head, ...found.values, what: wrong && t(wrong.key, wrong.values) };
  for (const name of ["year", "edition", "position"]) about[name] &&= String(about[name]);
  const parts = [
    make("h2", { id: "outcome", tabIndex: -1, className: state }, make("span", { ariaHidden: "true" }, SIGNS[state]), t(sentence, about)),
    make("p", { className: "next" }, t(next, about)),
    make("h3", {}, t("page-checks")),
    make("ul", { className: "checks" }, ...found.checks.map(checkItem)),
  ];
  if (found.report && found.outcome === "refused") parts.push(make("p", { className: "quiet" }, t("page-figures-hidden")));
  else if (found.report) parts.push(...figures(found.report));
  at("result").replaceChildren(...parts);
}

function checkItem({ what, state, key, values, details }) {
  const item = make("li", { className: state },
    make("span", { className: "sign", ariaHidden: "true" }, SIGNS[state]),
    make("div", {},
      make("strong", {}, t(what)), make("span", { className: "state" }, t(STATES[state])),
      make("p", {}, t(key, values))));
  if (details.length > 0) {
    item.lastChild.append(make("ul", {}, ...details.map((detail) => make("li", {}, t(detail.key, detail.values)))));
  }
  return item;
}

/** The figures by section, in the order of the report. */
function figures(report) {
  const { sections } = ALL_WORDS[language];
  const agency = typeof report.agency?.name === "string" ? report.agency.name : "";
  const parts = [make("h3", {}, t("page-figures", { year: String(report.year), agency }))];
  const all = report.figures.slice(0, MOST_FIGURES);
  for (const section of new Set(all.map((figure) => figure.section))) {
    const rows = all.filter((figure) => figure.section === section).map(figureRow);
    const head = make("tr", {}, make("th", { scope: "col" }, t("page-figure")), make("th", { scope: "col", className: "value" }, t("page-value")));
    parts.push(make("table", {},
      make("caption", {}, sections[section] ?? String(section)), make("thead", {}, head), make("tbody", {}, ...rows)));
  }
  return parts;
}

function figureRow({ id, value, unit }) {
  const { names, units } = ALL_WORDS[language];
  let said = "—";
  if (value !== null) said = unit === "rate" ? `${number(100 * value)}%` : [number(value), units[unit]].filter(Boolean).join(" ");
  return make("tr", {}, make("th", { scope: "row" }, names[id] ?? id.slice(0, LONGEST_SHOWN)), make("td", { className: "value" }, said));
}

at("form").addEventListener("submit", start);
at("file").addEventListener("change", (event) => choose(event.target.files[0]));
at("stop").addEventListener("click", () => running?.stop());
at("language").addEventListener("click", () => {
  language = language === "en" ? "zh-CN" : "en";
  speak();
});
for (const kind of ["dragover", "drop"]) {
  document.addEventListener(kind, (event) => {
    event.preventDefault();
    document.body.classList.toggle("over", kind === "dragover");
    if (kind === "drop") choose(event.dataTransfer.files[0]);
  });
}
document.addEventListener("dragleave", () => document.body.classList.remove("over"));
at("form").hidden = false;
speak();
