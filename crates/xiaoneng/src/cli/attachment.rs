//! `xiaoneng attachment`: files that belong to a matter, sealed like what else is about persons.

use std::fs::{self, OpenOptions};
use std::io::{Cursor, Read as _, Write as _};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use ledger::{Attached, Attachment, LARGEST_FILE};
use legal_clock::{Calendar, Instant};

use super::{Failure, Session, reading_for, user};
use crate::records::{At, Books, Retention};

const EXAMPLES: &str = "\
Examples:
  xiaoneng attachment add identity.pdf --matter 2019-0042 --about person:NAME --data data
  xiaoneng attachment list 2019-0042 --data data
  xiaoneng attachment save 2019-0042/0f3a9c5d71e2b846 --to out.pdf --why review --data data

The name of the file and what is in it are sealed by the key of whom it is about, and erased with them
(`xiaoneng subject erase`). What kind of file it is, is found by its content: PDF, OFD, images, Word and
Excel documents are taken, up to 20 MiB.";

/// Attach files to matters, list them, write them out.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Attach a file to a matter
    Add {
        /// The file
        file: PathBuf,

        /// The matter
        #[arg(long)]
        matter: String,

        /// Whom it is about, by name: `person:NAME` [default: the matter, of which nobody knows whom it
        /// is about]
        #[arg(long, value_name = "SUBJECT")]
        about: Option<String>,

        /// Which of the materials asked for it is
        #[arg(long, value_name = "NAME")]
        material: Option<String>,

        /// Years for which the law has it kept: it isn't erased before
        #[arg(long, value_name = "YEARS")]
        retain: Option<u16>,

        /// Who attaches it [default: the user of the system]
        #[arg(long, value_name = "NAME")]
        by: Option<String>,

        #[command(flatten)]
        at: At,
    },
    /// List the attachments of a matter: identifier, kind, bytes, day, material
    List {
        /// The matter
        matter: String,

        #[command(flatten)]
        at: At,
    },
    /// Write an attachment to a file
    Save {
        /// Its identifier, as `list` tells it
        attachment: String,

        /// File to write; it must not be there
        #[arg(long, value_name = "FILE")]
        to: PathBuf,

        /// Why it is read
        #[arg(long, value_name = "TEXT")]
        why: String,

        #[command(flatten)]
        at: At,
    },
}

pub(super) fn run(arguments: &Arguments, session: &mut Session<'_>) -> Result<(), Failure> {
    match &arguments.action {
        Action::Add { file, matter, about, material, retain, by, at } => {
            let content = read(file)?;
            let media_type = media_type(&content)
                .ok_or_else(|| refused(file, "is none of the kinds of file that are taken: PDF, OFD, images, Word and Excel documents"))?;
            let location = at.place.required()?;
            let books = Books::recording_existing(&location, &at.tenant, session)?;
            let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let attachment = Attachment {
                matter: matter.clone(),
                subject: about.clone().unwrap_or_else(|| format!("matter:{matter}")),
                name,
                media_type: media_type.to_owned(),
                material: material.clone(),
                content,
                retain_until: Retention(*retain).until(books.now()),
            };
            let attached = books.attach(attachment, &by.clone().unwrap_or_else(user));
            books.close();
            writeln!(session.out, "{}", attached?).map_err(Failure::Write)
        }
        Action::List { matter, at } => {
            let books = at.existing()?;
            let attached = books.attachments_of(matter)?;
            attached
                .iter()
                .try_for_each(|it| writeln!(session.out, "{}", line(it)))
                .map_err(Failure::Write)
        }
        Action::Save { attachment, to, why, at } => {
            let books = at.existing()?;
            let found = books.attachment(attachment, reading_for(why))?;
            books.close();
            let (name, content) = found.ok_or_else(|| {
                Failure::refused(format!(
                    "there is no attachment `{attachment}`, or it was erased; `xiaoneng attachment \
                     list` lists those of a matter"
                ))
            })?;
            write(to, &content)?;
            writeln!(session.out, "{}", name.escape_debug()).map_err(Failure::Write)
        }
    }
}

/// What is in a file, if it may be attached.
fn read(file: &Path) -> Result<Vec<u8>, Failure> {
    let unreadable = |source| Failure::read(file, source);
    let mut content = Vec::new();
    let opened = fs::File::open(file).map_err(unreadable)?;
    opened.take(LARGEST_FILE as u64 + 1).read_to_end(&mut content).map_err(unreadable)?;
    match content.len() {
        0 => Err(refused(file, "is empty; attach the one that was meant")),
        long if long > LARGEST_FILE => {
            Err(refused(file, "has more than 20 MiB; attach it in parts"))
        }
        _ => Ok(content),
    }
}

/// The kind of a file by its content; none where it isn't one that is taken. A program or a page that
/// would run where it is opened is none.
fn media_type(content: &[u8]) -> Option<&'static str> {
    const TAKEN: [&str; 10] = [
        "application/pdf",
        "image/jpeg",
        "image/png",
        "image/tiff",
        "image/webp",
        "image/heif",
        "application/msword",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.ms-excel",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ];
    match infer::get(content)?.mime_type() {
        // GB/T 33190-2016: a zip archive with this entry.
        "application/zip" => zip::ZipArchive::new(Cursor::new(content))
            .ok()?
            .index_for_name("OFD.xml")
            .map(|_| "application/ofd"),
        found => TAKEN.into_iter().find(|taken| *taken == found),
    }
}

fn line(attached: &Attached) -> String {
    let Attached { id, media_type, bytes, material, at } = attached;
    let day = Calendar::china().when(Instant(*at)).day;
    let material = material.as_deref().unwrap_or("-").escape_debug();
    format!("{id}\t{media_type}\t{bytes}\t{day}\t{material}")
}

/// Writes a file that nobody else may read and that isn't there yet.
fn write(to: &Path, content: &[u8]) -> Result<(), Failure> {
    use std::os::unix::fs::OpenOptionsExt as _;
    let written = (|| {
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(to)?;
        file.write_all(content)?;
        file.sync_all()
    })();
    written.map_err(|source| Failure::write(to, source))
}

fn refused(file: &Path, why: &str) -> Failure {
    Failure::refused(format!("`{}` {why}", file.display()))
}
