//! The index: what was added, found by its passages and its names.

use std::collections::HashMap;

use crate::fold::Folded;
use crate::names::Names;
use crate::pieces::{passages, pieces};
use crate::query::Query;
use crate::store::{Change, Store};
use crate::synonyms::Synonyms;

/// A part of what is searched: a name, a text. What is found in it counts by its weight.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Field {
    weight: f64,
    is_name: bool,
}

impl Field {
    /// A short text that what is searched is known by (a name, a title, a code): found by its pinyin
    /// too, and together with each passage of the texts.
    pub const fn name(weight: f64) -> Self {
        Self { weight, is_name: true }
    }

    /// A text of any length. A long one is found by the passage in which most is found.
    pub const fn text(weight: f64) -> Self {
        Self { weight, is_name: false }
    }
}

/// Why the index could not be made, changed or asked.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// No fields were given.
    #[error("an index needs at least one field")]
    NoFields,
    /// There is not one text for each field.
    #[error(
        "`{id}` has {given} texts, but the index has {fields} fields; give one for each, empty where there is none"
    )]
    Texts {
        /// What was to be added.
        id: String,
        /// How many texts were given.
        given: usize,
        /// How many fields the index has.
        fields: usize,
    },
    /// SQLite refused, for instance for want of memory.
    #[error("the full-text index could not be used")]
    Store(#[from] rusqlite::Error),
}

/// Something found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// What it was added as.
    pub id: String,
    /// How well it fits; comparable within one search only.
    pub score: f64,
}

/// What is searched, in memory.
///
/// Any number of threads may search at once; adding and removing needs the index to itself.
#[derive(Debug)]
pub struct Index {
    store: Store,
    catalogue: Catalogue,
    synonyms: Synonyms,
}

impl Index {
    /// An empty index, with the synonyms that are built in.
    ///
    /// # Errors
    /// [`SearchError::NoFields`]; [`SearchError::Store`].
    pub fn new(fields: &[Field]) -> Result<Self, SearchError> {
        if fields.is_empty() {
            return Err(SearchError::NoFields);
        }
        let weights: Vec<f64> = fields.iter().map(|field| field.weight).collect();
        let catalogue = Catalogue { fields: fields.to_vec(), ..Catalogue::default() };
        Ok(Self { store: Store::new(&weights)?, catalogue, synonyms: Synonyms::built_in() })
    }

    /// The same with other synonyms.
    #[must_use]
    pub fn with_synonyms(mut self, synonyms: Synonyms) -> Self {
        self.synonyms = synonyms;
        self
    }

    /// Adds one thing, a text for each field; what was added before under the same `id` is replaced.
    ///
    /// # Errors
    /// [`SearchError::Texts`]; [`SearchError::Store`].
    pub fn add(&mut self, id: &str, texts: &[&str]) -> Result<(), SearchError> {
        self.add_all([(id, texts)])
    }

    /// Adds many things at once, which is quicker than one by one.
    ///
    /// # Errors
    /// As [`Index::add`], at the first thing that can't be added; those before it are.
    pub fn add_all<'t, T: AsRef<[&'t str]>>(
        &mut self,
        things: impl IntoIterator<Item = (&'t str, T)>,
    ) -> Result<(), SearchError> {
        let Self { store, catalogue, .. } = self;
        let mut change = store.change()?;
        let mut things = things.into_iter();
        let result =
            things.try_for_each(|(id, texts)| catalogue.add(&mut change, id, texts.as_ref()));
        change.commit()?;
        result
    }

    /// Removes what was added under `id`, and says whether there was anything.
    ///
    /// # Errors
    /// [`SearchError::Store`].
    pub fn remove(&mut self, id: &str) -> Result<bool, SearchError> {
        let Some(number) = self.catalogue.numbers.get(id).copied() else {
            return Ok(false);
        };
        let mut change = self.store.change()?;
        change.replace(Some(number), None)?;
        change.commit()?;
        self.catalogue.forget(id);
        Ok(true)
    }

    /// How many things there are.
    pub fn len(&self) -> usize {
        self.catalogue.numbers.len()
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What a person typed, with the synonyms of this index.
    pub fn query(&self, typed: &str) -> Query {
        Query::new(typed, &self.synonyms)
    }

    /// The best `limit` of what is found, best first, equal ones by `id`; nothing for an empty query.
    ///
    /// # Errors
    /// [`SearchError::Store`]; never for what was typed.
    pub fn search(&self, query: &Query, limit: usize) -> Result<Vec<Hit>, SearchError> {
        self.search_among(query, limit, |_| true)
    }

    /// The same among those whose `id` is to be kept.
    ///
    /// # Errors
    /// As [`Index::search`].
    pub fn search_among(
        &self,
        query: &Query,
        limit: usize,
        keep: impl Fn(&str) -> bool,
    ) -> Result<Vec<Hit>, SearchError> {
        let mut scores: HashMap<usize, f64> = HashMap::new();
        for (question, weight) in &query.questions {
            for (number, score) in self.store.best_passages(question)? {
                *scores.entry(number).or_default() += weight * score;
            }
        }
        for letters in &query.letters {
            for (number, score) in self.catalogue.names.find(letters) {
                *scores.entry(number).or_default() += score;
            }
        }
        let mut hits: Vec<(&str, f64)> = scores
            .into_iter()
            .filter_map(|(number, score)| {
                Some((self.catalogue.ids.get(number)?.as_deref()?, score))
            })
            .filter(|(id, _)| keep(id))
            .collect();
        hits.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        hits.truncate(limit);
        Ok(hits.into_iter().map(|(id, score)| Hit { id: id.to_owned(), score }).collect())
    }
}

/// What is in the store, under which number.
#[derive(Debug, Default)]
struct Catalogue {
    fields: Vec<Field>,
    /// By number: what was added under it, unless it was removed.
    ids: Vec<Option<String>>,
    numbers: HashMap<String, usize>,
    names: Names,
}

impl Catalogue {
    fn add(&mut self, change: &mut Change, id: &str, texts: &[&str]) -> Result<(), SearchError> {
        let (given, fields) = (texts.len(), self.fields.len());
        if given != fields {
            return Err(SearchError::Texts { id: id.to_owned(), given, fields });
        }
        let texts: Vec<Vec<char>> = texts.iter().map(|text| Folded::new(text).chars).collect();
        let number = self.ids.len();
        let rows = self.rows(&texts);
        change.replace(self.numbers.get(id).copied(), Some((number, rows)))?;
        self.forget(id);
        for (field, name) in self.fields.iter().zip(texts).filter(|(field, _)| field.is_name) {
            self.names.add(number, field.weight, name);
        }
        self.ids.push(Some(id.to_owned()));
        self.numbers.insert(id.to_owned(), number);
        Ok(())
    }

    /// A row for each passage of the longest text, with the names in each.
    fn rows(&self, texts: &[Vec<char>]) -> Vec<Vec<String>> {
        let columns = || self.fields.iter().zip(texts);
        let long =
            columns().filter(|(field, _)| !field.is_name).map(|(_, text)| passages(text).len());
        let mut rows = vec![Vec::new(); long.max().unwrap_or(1)];
        for (field, text) in columns() {
            let passages: Vec<String> = if field.is_name {
                vec![pieces(text); rows.len()]
            } else {
                passages(text).map(pieces).collect()
            };
            let passages = passages.into_iter().chain(std::iter::repeat_with(String::new));
            for (row, passage) in rows.iter_mut().zip(passages) {
                row.push(passage);
            }
        }
        rows
    }

    fn forget(&mut self, id: &str) {
        if let Some(number) = self.numbers.remove(id) {
            self.ids[number] = None;
            self.names.remove(number);
        }
    }
}
