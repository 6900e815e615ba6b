//! What is searched and asked.

use std::io::Read;
use std::path::Path;

/// Documents with the questions asked of them.
pub struct Task {
    pub name: String,
    /// Id, heading (none where texts are short) and text.
    pub documents: Vec<(String, String, String)>,
    /// Question and number of the document that answers it.
    pub questions: Vec<(String, usize)>,
}

impl Task {
    pub fn read(name: &str, folder: &Path) -> Self {
        let rows = |file: &str| table(&folder.join("cn-search").join(file));
        let short = |id: &str, text: &str| (id.to_owned(), String::new(), text.to_owned());
        let (documents, asked): (Vec<_>, Vec<(String, String)>) = match name {
            "policies" => {
                let documents = rows("policy_docs.csv.gz").into_iter().map(|row| {
                    // Where the title stands; the data has no titles of their own.
                    let heading = row[1].chars().take(150).collect();
                    (row[0].to_owned(), heading, row[1].to_owned())
                });
                let asked = rows("policy_queries_a.csv");
                let asked = asked.iter().map(|row| (row[2].to_owned(), row[1].to_owned()));
                (documents.collect(), asked.collect())
            }
            "answers" => {
                let pairs = rows("policy_qa_a.csv.gz");
                let documents = pairs.iter().map(|row| short(&row[0], &row[3]));
                let asked = pairs.iter().map(|row| (row[2].to_owned(), row[0].to_owned()));
                (documents.collect(), asked.collect())
            }
            "questions" => {
                let pairs = rows("afqmc_dev.csv");
                let mut seen = std::collections::HashSet::new();
                let documents = pairs.iter().filter(|row| seen.insert(row[1].to_owned()));
                let documents = documents.map(|row| short(&row[1], &row[1])).collect();
                let same = pairs.iter().filter(|row| &row[2] == "1");
                (documents, same.map(|row| (row[0].to_owned(), row[1].to_owned())).collect())
            }
            other => panic!("no task `{other}`"),
        };
        let place = |id: &String| documents.iter().position(|(known, ..)| known == id).unwrap();
        let questions = asked.into_iter().map(|(question, id)| (question, place(&id))).collect();
        Self { name: name.to_owned(), questions, documents }
    }
}

fn table(path: &Path) -> Vec<csv::StringRecord> {
    let bytes = std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut text = Vec::new();
    if path.extension().is_some_and(|extension| extension == "gz") {
        flate2::read::GzDecoder::new(bytes.as_slice()).read_to_end(&mut text).unwrap();
    } else {
        text = bytes;
    }
    csv::Reader::from_reader(text.as_slice()).records().map(Result::unwrap).collect()
}
