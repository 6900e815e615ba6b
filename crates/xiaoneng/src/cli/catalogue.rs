//! `xiaoneng catalogue`: what is wrong with the items, and how they compare with other provinces.

use ::catalogue::{
    Aspect, Coded as _, Level, NotInList, Region, Severity, Standing, Words as Sentence, compare,
    lint,
};
use clap::{Args, Subcommand, ValueEnum};
use efficacy::words::Lang;
use legal_clock::Day;

use super::{Failure, Session};
use crate::records::{At, Books};

const EXAMPLES: &str = "\
Examples:
  xiaoneng catalogue check --data data
  xiaoneng catalogue check --data data --least error --strict
  xiaoneng catalogue peers --data data
  xiaoneng catalogue power XK01 --level city --region 440300 --day 2019-06-01 --data data

`check` holds the items, their materials and the registers beside them against some hundred rules; the
document catalogue.md lists them with their sources. Each finding is a line: how much it weighs, item,
element, what is wrong, what was found, how to mend it, where the rule comes from, tabs between.
`peers` tells of each item that other provinces have too where they promise less time, ask for fewer
materials or trips, or do more online. `power` says whether an authority holds the power of an item on the
day on which a case is accepted: when it doesn't, the rule is told and the exit code is 2.";

/// Check the items, and compare them with those of other provinces.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// List what is wrong with the items and how to mend it
    Check {
        #[command(flatten)]
        at: At,

        /// How much a finding must weigh to be listed
        #[arg(long, value_name = "WEIGHT", default_value = "advice")]
        least: Weight,

        /// End with exit code 2 when an error is found
        #[arg(long)]
        strict: bool,
    },
    /// Say whether an authority may act on an item's cases
    Power {
        /// Code of the item
        item: String,

        /// Level of the authority: `province`, `city`, `county`, …
        #[arg(long, value_name = "LEVEL", value_parser = level)]
        level: Level,

        /// Region of the authority: six digits
        #[arg(long, value_name = "CODE")]
        region: Region,

        /// Region of the case, where it is another
        #[arg(long, value_name = "CODE")]
        case_region: Option<Region>,

        /// Day on which the case is accepted
        #[arg(long, value_name = "DAY")]
        day: Day,

        #[command(flatten)]
        at: At,
    },
    /// List how items compare: item, in what, ours, the best of others, whose, how it stands
    Peers {
        #[command(flatten)]
        at: At,
    },
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Weight {
    Error,
    Warning,
    Advice,
}

impl From<Weight> for Severity {
    fn from(weight: Weight) -> Self {
        match weight {
            Weight::Error => Self::Error,
            Weight::Warning => Self::Warning,
            Weight::Advice => Self::Advice,
        }
    }
}

fn level(text: &str) -> Result<Level, NotInList> {
    Level::coded(text)
}

pub(super) fn run(arguments: &Arguments, session: &mut Session<'_>) -> Result<(), Failure> {
    match &arguments.action {
        Action::Check { at, least, strict } => {
            let errors = check(&at.existing()?, (*least).into(), session)?;
            if *strict && errors > 0 {
                let errors = [("errors", errors.into())];
                return Err(Failure::refused(session.words.format("catalogue-errors", &errors)));
            }
            Ok(())
        }
        Action::Power { item, level, region, case_region, day, at } => {
            let case = (case_region.unwrap_or(*region), *day);
            let lang = session.words.lang();
            at.existing()?.must_hold_power((*level, *region), item, case, lang)?;
            writeln!(session.out, "{}", session.words.text("catalogue-power-held"))
                .map_err(Failure::Write)
        }
        Action::Peers { at } => peers(&at.existing()?, session),
    }
}

/// Gives the number of errors.
fn check(books: &Books, least: Severity, session: &mut Session<'_>) -> Result<usize, Failure> {
    let findings = lint(&books.catalogue()?);
    let lang = session.words.lang();
    let said = |sentence: Sentence| match lang {
        Lang::ZhCn => sentence.zh,
        Lang::En => sentence.en,
    };
    for finding in findings.iter().filter(|finding| finding.rule.severity <= least) {
        let rule = finding.rule;
        let found = finding.found.escape_debug().to_string();
        let code = finding.item_code.escape_debug().to_string();
        let columns = [
            rule.severity.name(),
            &code,
            finding.element,
            said(rule.says),
            &found,
            said(rule.mend),
            rule.source,
        ];
        writeln!(session.out, "{}", columns.join("\t")).map_err(Failure::Write)?;
    }
    let of = |severity| findings.iter().filter(|it| it.rule.severity == severity).count();
    let counts = [Severity::Error, Severity::Warning, Severity::Advice].map(of);
    let values = [
        ("errors", counts[0].into()),
        ("warnings", counts[1].into()),
        ("advice", counts[2].into()),
    ];
    session.notice(&session.words.format("catalogue-found", &values));
    Ok(counts[0])
}

fn peers(books: &Books, session: &mut Session<'_>) -> Result<(), Failure> {
    let catalogue = books.catalogue()?;
    for item in &catalogue.items {
        let Some(code) = &item.code else { continue };
        let is_of_item =
            |peer: &&::catalogue::PeerItem| peer.item_code.as_deref() == Some(code.as_str());
        let peers: Vec<_> = catalogue.peers.iter().filter(is_of_item).collect();
        for compared in compare(item, peers) {
            let aspect = match compared.aspect {
                Aspect::Promise => "catalogue-promise",
                Aspect::Materials => "catalogue-materials",
                Aspect::Trips => "catalogue-trips",
                Aspect::Depth => "catalogue-depth",
            };
            let standing = match compared.standing {
                Standing::Ahead => "catalogue-ahead",
                Standing::Level => "catalogue-level",
                Standing::Behind => "catalogue-behind",
            };
            let columns = [
                code.clone(),
                session.words.text(aspect),
                compared.ours.to_string(),
                compared.best.to_string(),
                compared.province,
                session.words.text(standing),
            ];
            writeln!(session.out, "{}", columns.join("\t")).map_err(Failure::Write)?;
        }
    }
    Ok(())
}
