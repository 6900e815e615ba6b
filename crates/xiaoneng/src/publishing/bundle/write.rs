//! A report and all that it is computed from into one archive.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use efficacy::words::Lang;
use tempfile::NamedTempFile;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::line::line_of;
use super::{ACTS, CHECKPOINT, CONSISTENCY, FORMAT, HEAD, Head, RECEIPT, VERSIONS, VersionEntry};
use crate::cli::Failure;
use crate::publishing::check::differences;
use crate::publishing::draft::Computed;
use crate::publishing::editions::YearReport;
use crate::records::Books;
use crate::reports::{self, Format, Writing};

/// Writes the bundle of an edition, or of the year's report as of now, to a file that isn't there yet.
///
/// `progress` is told how many acts were written.
pub(crate) fn write_bundle(
    books: &Books,
    year: i16,
    edition: Option<u32>,
    lang: Lang,
    to: &Path,
    progress: &mut dyn FnMut(u64),
) -> Result<(), Failure> {
    if to.exists() {
        let message = format!("`{}` is there already; name another file", to.display());
        return Err(Failure::refused(message));
    }
    let published = YearReport::read(books, year)?;
    let published = edition.map(|number| published.edition(number)).transpose()?;
    let as_of = published.map_or_else(|| books.position(), |edition| Ok(edition.draft.as_of))?;
    let computed = Computed::as_of(books, year, as_of)?;
    let unlike =
        published.and_then(|it| differences(&it.draft, &computed.draft).into_iter().next());
    if let Some(first) = unlike {
        return Err(Failure::Broken(format!(
            "the report of {year} isn't computed as it was published by this program: {first}"
        )));
    }
    let head = Head { format: FORMAT, tenant: books.tenant().to_owned(), year, edition, as_of };
    let unwritable = |source| Failure::write(to, source);
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty());
    let file = NamedTempFile::new_in(folder.unwrap_or_else(|| Path::new(".")));
    let file = file.map_err(unwritable)?;
    let mut parts = Parts { zip: ZipWriter::new(BufWriter::new(file)), to };
    parts.text(HEAD, &json(&head))?;
    parts.report(&computed, lang)?;
    parts.versions(books, as_of)?;
    parts.acts(books, as_of, progress)?;
    parts.log(books, as_of, published.map(|edition| edition.position))?;
    let file = parts.zip.finish().map_err(|error| unwritable(error.into()))?;
    let file = file.into_inner().map_err(|error| unwritable(error.into_error()))?;
    file.as_file().sync_all().map_err(unwritable)?;
    file.persist_noclobber(to).map(drop).map_err(|error| unwritable(error.error))
}

/// An archive in the making.
struct Parts<'a> {
    zip: ZipWriter<BufWriter<NamedTempFile>>,
    to: &'a Path,
}

impl Parts<'_> {
    fn begin(&mut self, name: &str) -> Result<(), Failure> {
        // Larger than 4 GB if need be.
        let options = SimpleFileOptions::default().large_file(true);
        let begun = self.zip.start_file(name, options);
        begun.map_err(|error| Failure::write(self.to, error.into()))
    }

    fn bytes(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.zip.write_all(bytes).map_err(|source| Failure::write(self.to, source))
    }

    fn text(&mut self, name: &str, text: &str) -> Result<(), Failure> {
        self.begin(name)?;
        self.bytes(text.as_bytes())
    }

    fn file(&mut self, name: &str, file: &Path) -> Result<(), Failure> {
        self.begin(name)?;
        let mut file = File::open(file).map_err(|source| Failure::read(file, source))?;
        let copied = io::copy(&mut file, &mut self.zip);
        copied.map(drop).map_err(|source| Failure::write(self.to, source))
    }

    /// The report, and the cases behind each figure.
    fn report(&mut self, computed: &Computed, lang: Lang) -> Result<(), Failure> {
        let scratch = tempfile::tempdir();
        let scratch = scratch.map_err(|source| Failure::write(std::env::temp_dir(), source))?;
        let how = Writing {
            folder: scratch.path(),
            formats: &[Format::Json, Format::Html],
            lang,
            evidence: true,
            date: None,
            since: None,
            fonts: None,
        };
        reports::write(&computed.year, &computed.year.report(), &how)?;
        for name in ["report.json", "report.html"] {
            self.file(name, &scratch.path().join(name))?;
        }
        for id in computed.draft.evidence.keys() {
            let name = format!("evidence/{id}.csv");
            self.file(&name, &scratch.path().join(&name))?;
        }
        let listed = scratch.path().join("data_quality.csv");
        if fs::exists(&listed).unwrap_or(false) {
            self.file("data_quality.csv", &listed)?;
        }
        Ok(())
    }

    /// What the acts are folded and the figures told by.
    fn versions(&mut self, books: &Books, as_of: i64) -> Result<(), Failure> {
        let mut entries = Vec::new();
        for version in books.versions(as_of)? {
            let hash = version.hash();
            // Names are whatever somebody called a file; the hash tells them apart.
            let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
            let name: String = version.name.chars().take(60).map(plain).collect();
            let file = format!("versions/{}/{name}-{}.txt", version.kind, &hash[..16]);
            self.text(&file, &version.text)?;
            let (kind, name, effective_from) = (version.kind, version.name, version.effective_from);
            entries.push(VersionEntry { kind, name, effective_from, hash, file });
        }
        self.text(VERSIONS, &json(&entries))
    }

    fn acts(
        &mut self,
        books: &Books,
        as_of: i64,
        progress: &mut dyn FnMut(u64),
    ) -> Result<(), Failure> {
        self.begin(ACTS)?;
        books.each_leaf(as_of, |leaf| {
            let position = leaf.position;
            let mut line = line_of(&leaf);
            line.push('\n');
            self.bytes(line.as_bytes())?;
            if position % 10_000 == 0 {
                progress(position as u64);
            }
            Ok(())
        })
    }

    /// What the log signed of the acts, if it has taken them in, and of the act at the position
    /// `recorded`, which recorded the edition.
    fn log(&mut self, books: &Books, as_of: i64, recorded: Option<i64>) -> Result<(), Failure> {
        let signed = books.checkpoint_over(as_of, recorded.unwrap_or(as_of))?;
        let Some((head, consistency)) = signed else { return Ok(()) };
        self.text(CHECKPOINT, &head.note)?;
        let lines: Vec<String> = consistency.iter().map(|hash| format!("{hash}\n")).collect();
        self.text(CONSISTENCY, &lines.concat())?;
        let Some(position) = recorded else { return Ok(()) };
        self.text(RECEIPT, &books.receipt(position)?.to_string())
    }
}

fn json(value: &impl serde::Serialize) -> String {
    // Texts and numbers always become JSON.
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}
