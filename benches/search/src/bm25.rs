//! The reference: BM25 (k1 1.2, b 0.75) over pieces of two characters, whole documents.

use std::collections::HashMap;

use crate::tasks::Task;
use crate::{Engine, tokens};

pub struct Bm25 {
    ids: Vec<String>,
    /// For each piece the documents that have it, and how often.
    postings: HashMap<String, Vec<(usize, f64)>>,
    norms: Vec<f64>,
}

impl Bm25 {
    pub fn new(task: &Task) -> Self {
        let mut postings: HashMap<String, Vec<(usize, f64)>> = HashMap::new();
        let mut lengths = Vec::new();
        for (number, (_, _, text)) in task.documents.iter().enumerate() {
            let pairs = tokens::pairs(text);
            lengths.push(pairs.len() as f64);
            for pair in pairs {
                let documents = postings.entry(pair).or_default();
                match documents.last_mut() {
                    Some((last, times)) if *last == number => *times += 1.0,
                    _ => documents.push((number, 1.0)),
                }
            }
        }
        let average = lengths.iter().sum::<f64>() / lengths.len() as f64;
        let norms = lengths.iter().map(|length| 1.2 * (0.25 + 0.75 * length / average)).collect();
        let ids = task.documents.iter().map(|(id, ..)| id.clone()).collect();
        Self { ids, postings, norms }
    }
}

impl Engine for Bm25 {
    fn best(&self, question: &str) -> Vec<usize> {
        let mut scores: HashMap<usize, f64> = HashMap::new();
        for pair in tokens::pairs(question) {
            let documents = self.postings.get(&pair).map_or(&[][..], Vec::as_slice);
            let (all, with) = (self.ids.len() as f64, documents.len() as f64);
            let rarity = (1.0 + (all - with + 0.5) / (with + 0.5)).ln();
            for &(number, times) in documents {
                *scores.entry(number).or_default() +=
                    rarity * times * 2.2 / (times + self.norms[number]);
            }
        }
        let mut best: Vec<(usize, f64)> = scores.into_iter().collect();
        best.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| self.ids[a.0].cmp(&self.ids[b.0])));
        best.into_iter().take(10).map(|(number, _)| number).collect()
    }
}
