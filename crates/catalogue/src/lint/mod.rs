//! What is wrong with a catalogue, by rules of which each is declared once.

mod beside;
mod collected;
mod index;
mod rules;
mod text;

pub use collected::Collected;
pub use index::Linter;
pub use text::{bare as bare_name, is_proof};

use self::beside::Beside;
use crate::{Catalogue, Item};

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Against a law or a standard, or contradicting itself: mend before publishing.
    Error,
    /// Likely wrong, or a duty that lets exceptions be: look at it.
    Warning,
    /// Could be better.
    Advice,
}

impl Severity {
    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Advice => "advice",
        }
    }
}

/// A sentence in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    /// In Chinese.
    pub zh: &'static str,
    /// In English.
    pub en: &'static str,
}

/// A rule for items and for the registers beside them.
#[derive(Debug)]
pub struct Rule {
    /// Its name, which stays.
    pub id: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    /// What is wrong.
    pub says: Words,
    /// How to mend it.
    pub mend: Words,
    /// The article, standard or report section it comes from.
    pub source: &'static str,
    check: Check,
}

#[derive(Debug, Clone, Copy)]
enum Check {
    /// Looks at one item in its list, unless a later row of its code has taken its place: what
    /// was published stays as it was.
    Item(fn(&At<'_>, &mut Tell<'_>)),
    /// Looks at any row, replaced or not.
    Row(fn(&At<'_>, &mut Tell<'_>)),
    /// Looks at a row of a register beside the items; at an intermediary service with its item too.
    Beside(fn(Beside<'_>, &Linter<'_>, &mut Tell<'_>)),
    /// Looks at the list as a whole.
    List(fn(&Linter<'_>, &mut Tell<'_>)),
}

/// All rules, in the order of their subjects.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    rules::ALL.iter().copied().flatten()
}

/// What a rule found.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// The item's place in the catalogue, from 0; `None` for a draft and for the list as a whole.
    pub place: Option<usize>,
    /// The item's code, or the code that a row names; empty where there is none.
    pub item_code: String,
    /// The element, such as `promised_limit` or, of a row beside the items, `materials.name`.
    pub element: &'static str,
    /// What was found, as it is written there.
    pub found: String,
}

/// One item in its list.
struct At<'a> {
    item: &'a Item,
    /// Its place; `None` for a draft.
    place: Option<usize>,
    list: &'a Linter<'a>,
}

/// Where findings of one rule about one item go.
struct Tell<'a> {
    rule: &'static Rule,
    place: Option<usize>,
    item_code: &'a str,
    findings: &'a mut Vec<Finding>,
}

impl Tell<'_> {
    fn tell(&mut self, element: &'static str, found: impl Into<String>) {
        let code = self.item_code.to_owned();
        self.tell_of(code, element, found);
    }

    fn tell_of(&mut self, item_code: String, element: &'static str, found: impl Into<String>) {
        self.findings.push(Finding {
            rule: self.rule,
            place: self.place,
            item_code,
            element,
            found: found.into(),
        });
    }
}

/// Every finding of a catalogue: item by item in their order, rule by rule in theirs, then what
/// concerns the list as a whole. The same catalogue gives the same findings. The work grows with
/// the items, not with their square.
pub fn lint(catalogue: &Catalogue) -> Vec<Finding> {
    Linter::new(catalogue).all()
}

impl Linter<'_> {
    /// Every finding, as [`lint`] gives them.
    pub fn all(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        for (place, item) in self.catalogue.items.iter().enumerate() {
            self.judge(item, Some(place), &mut findings);
        }
        for rule in rules() {
            if let Check::List(check) = rule.check {
                let findings = &mut findings;
                check(self, &mut Tell { rule, place: None, item_code: "", findings });
            }
        }
        findings
    }

    /// The findings of a draft that isn't in the catalogue, or is to take the place of the item of
    /// its code.
    pub fn draft(&self, item: &Item) -> Vec<Finding> {
        let mut findings = Vec::new();
        self.judge(item, None, &mut findings);
        findings
    }

    fn judge(&self, item: &Item, place: Option<usize>, findings: &mut Vec<Finding>) {
        let at = At { item, place, list: self };
        let item_code = item.code.as_deref().unwrap_or_default();
        let is_replaced = place.is_some() && self.is_replaced(item);
        for rule in rules() {
            match rule.check {
                Check::Item(_) | Check::Beside(_) if is_replaced => {}
                Check::Item(check) | Check::Row(check) => {
                    check(&at, &mut Tell { rule, place, item_code, findings });
                }
                Check::Beside(check) => {
                    let tell = &mut Tell { rule, place, item_code, findings };
                    let services = self.services(item).iter();
                    services.for_each(|service| check(Beside::Service(service), self, tell));
                }
                Check::List(_) => {}
            }
        }
    }
}

impl At<'_> {
    /// Whether the item's cell of this element came but couldn't be read.
    fn is_unread(&self, element: &str) -> bool {
        self.item.unread.iter().any(|unread| unread.element == element)
    }

    /// Whether the item begins with an application, as it does where nothing else is said.
    fn is_on_application(&self) -> bool {
        self.item.on_application != Some(false)
    }
}
