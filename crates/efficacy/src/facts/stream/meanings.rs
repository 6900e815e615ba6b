//! What the texts of a column mean, worked out once a text instead of once a row.

use std::sync::Arc;

use crate::package::{Batch, Holds, Texts};

/// The meanings of a column's texts.
#[derive(Debug)]
pub(super) struct Meanings<T> {
    place: Option<usize>,
    texts: Option<Arc<Texts>>,
    of_texts: Vec<T>,
    of_nothing: T,
}

impl<T: Copy> Meanings<T> {
    /// For the column in this place of the file, if it has it, and what an empty cell means.
    pub(super) fn new(place: Option<usize>, of_nothing: T) -> Self {
        Self { place, texts: None, of_texts: Vec::new(), of_nothing }
    }

    /// Works out what the texts of the batch mean, where they are others than before.
    pub(super) fn learn(&mut self, batch: &Batch, mut meaning: impl FnMut(&str) -> T) {
        let Some(place) = self.place else { return };
        let texts = &batch.columns[place].texts;
        if self.texts.as_ref().is_some_and(|known| Arc::ptr_eq(known, texts)) {
            return;
        }
        self.of_texts.clear();
        self.of_texts.extend((0..texts.len()).map(|index| match texts.get(index) {
            "" => self.of_nothing,
            text => meaning(text),
        }));
        self.texts = Some(Arc::clone(texts));
    }

    /// What a row's cell means; `None` when it is no text.
    #[inline]
    pub(super) fn get(&self, batch: &Batch, row: usize) -> Option<T> {
        let Some(place) = self.place else { return Some(self.of_nothing) };
        let chunk = &batch.columns[place];
        if !chunk.is_given(row) {
            return Some(self.of_nothing);
        }
        if chunk.holds != Holds::Text {
            return None;
        }
        self.of_texts.get(chunk.values[row] as usize).copied()
    }
}
