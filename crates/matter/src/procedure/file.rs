//! The form of a procedure file, as written in TOML.
//!
//! Names that are looked up later keep their place in the text, so that a wrong one can be pointed
//! at. `docs/procedures.md` describes the language for those who write it.

use std::fmt;
use std::marker::PhantomData;

use indexmap::IndexMap;
use legal_clock::Limit;
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use toml::Spanned;

use super::Words;

/// A name with its place in the file.
pub(super) type Name = Spanned<String>;

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub(super) name: String,
    pub(super) title: Words,
    pub(super) source: String,
    #[serde(default)]
    pub(super) anywhere: Vec<Name>,
    pub(super) acts: IndexMap<Name, Words>,
    #[serde(default)]
    pub(super) clocks: IndexMap<Name, Clock>,
    #[serde(default)]
    pub(super) marks: IndexMap<Name, Words>,
    pub(super) start: Rules,
    pub(super) stages: IndexMap<Name, Stage>,
}

/// Which rules an act has in a stage.
pub(super) type Rules = IndexMap<Name, OneOrMany<Rule>>;

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Clock {
    pub(super) title: Words,
    pub(super) source: String,
    pub(super) limit: LimitRule,
    pub(super) from_receipt: Option<Name>,
    #[serde(default)]
    pub(super) stopped_by: IndexMap<String, String>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Stage {
    pub(super) title: Words,
    #[serde(default, rename = "final")]
    pub(super) is_final: bool,
    #[serde(default)]
    pub(super) on: Rules,
    #[serde(default)]
    pub(super) after: IndexMap<Name, Rule>,
}

#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Rule {
    pub(super) when: Vec<super::Condition>,
    pub(super) to: Option<Name>,
    pub(super) starts: Vec<Name>,
    pub(super) stops: Vec<Name>,
    pub(super) pauses: Option<Name>,
    pub(super) resumes: Option<Name>,
    pub(super) extends: Option<Name>,
    pub(super) marks: Option<Name>,
    pub(super) needs: Vec<super::Need>,
    pub(super) most_days: Option<u32>,
}

/// `5 working_day` · `{ by = "item", … }` · `{ by = "kind", consultation = "2 working_day", … }`
#[derive(Debug)]
pub(super) enum LimitRule {
    Fixed(Limit),
    Item { statutory_default: Limit },
    Kind(IndexMap<String, Limit>),
}

impl<'de> Deserialize<'de> for LimitRule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = LimitRule;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a limit such as \"5 working_day\", or a table with `by`")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<LimitRule, E> {
                parse_limit(text).map(LimitRule::Fixed)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<LimitRule, A::Error> {
                let mut table =
                    IndexMap::<String, String>::deserialize(MapAccessDeserializer::new(map))?;
                let by = table.shift_remove("by").unwrap_or_default();
                let limits = table
                    .into_iter()
                    .map(|(name, text)| Ok((name, parse_limit(&text)?)))
                    .collect::<Result<IndexMap<_, _>, A::Error>>()?;
                match (by.as_str(), limits.get("statutory_default"), limits.len()) {
                    ("item", Some(&statutory_default), 1) => {
                        Ok(LimitRule::Item { statutory_default })
                    }
                    ("kind", None, 1..) => Ok(LimitRule::Kind(limits)),
                    _ => Err(de::Error::custom(
                        "a limit by `item` gives `statutory_default`, one by `kind` a limit for \
                         each kind",
                    )),
                }
            }
        }
        deserializer.deserialize_any(Either)
    }
}

fn parse_limit<E: de::Error>(text: &str) -> Result<Limit, E> {
    text.split_once(' ')
        .and_then(|(amount, unit)| {
            Some(Limit { amount: amount.parse().ok()?, unit: unit.parse().ok()? })
        })
        .ok_or_else(|| {
            E::custom(format!(
                "`{text}` is no limit; write a number and a unit, such as `5 working_day`"
            ))
        })
}

/// One table, or a list of them.
#[derive(Debug)]
pub(super) struct OneOrMany<T>(pub(super) Vec<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for OneOrMany<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Either<T> {
            type Value = OneOrMany<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a rule `{ … }` or a list of rules")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(|one| OneOrMany(vec![one]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                let mut many = Vec::new();
                while let Some(one) = seq.next_element()? {
                    many.push(one);
                }
                Ok(OneOrMany(many))
            }
        }
        deserializer.deserialize_any(Either(PhantomData))
    }
}
