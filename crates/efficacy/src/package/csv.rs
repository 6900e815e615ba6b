//! Tables as CSV.

use std::io::Read;

use super::Refused;
use super::files::Source;
use super::records::{Broken, Records};
use super::rows::{Rows, WIDEST_HEADER};
use super::table::RawRow;
use super::text::{Decoded, Encoding, Reach, is_undecodable, reach};

/// The rows of a CSV file.
pub(super) struct CsvRows<'s, R> {
    source: &'s Source,
    records: Records<Decoded<R>>,
    names: Vec<String>,
    header_line: u64,
}

impl<'s, R: Read> CsvRows<'s, R> {
    /// Reads the header.
    pub(super) fn begin(source: &'s Source, input: R, encoding: Encoding) -> Result<Self, Refused> {
        let mut records = Records::new(Decoded::new(input, encoding));
        let first = records.next(WIDEST_HEADER).map_err(|broken| refused(source, broken))?;
        let Some(first) = first else {
            return Err(Refused::file(
                &source.name,
                "the file is empty; give its header line at least, or leave the file out",
            ));
        };
        let header_line = first.line;
        if first.is_too_wide {
            return Err(Refused {
                file: source.name.clone(),
                line: Some(header_line),
                message: format!("the header has more than {WIDEST_HEADER} columns"),
            });
        }
        let names = first.cells().map(|name| name.trim().to_owned()).collect();
        Ok(Self { source, records, names, header_line })
    }
}

impl<R: Read> Rows for CsvRows<'_, R> {
    fn names(&self) -> &[String] {
        &self.names
    }

    fn header_line(&self) -> Option<u64> {
        Some(self.header_line)
    }

    fn expect(&mut self, _: &[Option<usize>]) -> Result<(), Refused> {
        Ok(())
    }

    fn next(&mut self) -> Result<Option<RawRow<'_>>, Refused> {
        let record = self.records.next(self.names.len());
        Ok(record.map_err(|broken| refused(self.source, broken))?.map(RawRow::Csv))
    }
}

/// Looks the whole file over, so that a file that can't be read to its end gives no row at all.
pub(super) fn encoding_of(source: &Source) -> Result<Encoding, Refused> {
    let try_encoding = |encoding| source.open(|input: &mut dyn Read| Ok(reach(input, encoding)));
    let unreadable = |line, cause| refused(source, Broken::Unreadable { line, cause });
    let (utf8_line, is_marked) = match try_encoding(Encoding::Utf8)? {
        Reach::End => return Ok(Encoding::Utf8),
        Reach::Undecodable { line, has_utf8_mark } => (line, has_utf8_mark),
        Reach::Unreadable { line, cause } => return Err(unreadable(line, cause)),
    };
    let line = match try_encoding(Encoding::Gb18030)? {
        Reach::End if !is_marked => return Ok(Encoding::Gb18030),
        Reach::Undecodable { line, .. } if !is_marked => utf8_line.max(line),
        Reach::Unreadable { line, cause } => return Err(unreadable(line, cause)),
        _ => utf8_line,
    };
    Err(Refused {
        file: source.name.clone(),
        line: Some(line),
        message: "bytes that are text neither in UTF-8 nor in GB18030; save the file as UTF-8"
            .to_owned(),
    })
}

fn refused(source: &Source, broken: Broken) -> Refused {
    let (line, message) = match broken {
        Broken::UnclosedQuote { line } => (
            line,
            "a quotation mark opens a cell here and nothing closes it; close it, or double it \
             where it is part of the text"
                .to_owned(),
        ),
        Broken::Unreadable { line, cause } if is_undecodable(&cause) => {
            (line, "the text can't be decoded; save the file as UTF-8".to_owned())
        }
        Broken::Unreadable { line, cause } if source.is_packed() => {
            (line, format!("the packed file can't be unpacked further: {cause}; pack it anew"))
        }
        Broken::Unreadable { line, cause } => (line, cause.to_string()),
    };
    Refused { file: source.name.clone(), line: Some(line), message }
}
