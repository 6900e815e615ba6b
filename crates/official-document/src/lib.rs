//! Official documents (公文) as data, and as DOCX in the layout of GB/T 9704-2012
//! 《党政机关公文格式》.
//!
//! An [`OfficialDocument`] says what stands in a document and in what order; [`layout`] says how
//! large and where; [`docx`] writes it for word processors. Another crate typesets it as PDF.

mod docx;
pub mod layout;

use serde::Serialize;

pub use self::docx::docx;

/// A document as it is sent and filed.
#[derive(Debug, Clone, Serialize)]
pub struct OfficialDocument {
    /// The language of its words, as a tag of BCP 47: `zh-CN`, `en`.
    pub language: String,
    /// 标题, broken into lines by sense.
    pub title: Vec<String>,
    /// What the file says of itself.
    pub properties: Properties,
    /// 正文.
    pub body: Vec<Block>,
    /// 附件说明: the word before the list of the annexes (`附件：`).
    pub annexes_label: String,
    /// 发文机关署名 and 成文日期.
    pub signature: Signature,
    /// 附件, each begun on a page of its own.
    pub annexes: Vec<Annex>,
}

/// What a file says of itself, for search and for assistive technology.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Properties {
    /// The title in one line.
    pub title: String,
    /// The agency that answers for the document.
    pub author: String,
    /// The program that wrote it.
    pub program: String,
}

/// Who signs, and when.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Signature {
    /// The agency's name; none where it isn't known.
    pub agency: Option<String>,
    /// The day it was written, if it is to be told.
    pub date: Option<DocumentDate>,
}

/// A day in the words of the document and as programs read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DocumentDate {
    /// `2020年1月31日`: Arabic digits, the full year, no leading zeros.
    pub text: String,
    /// `2020-01-31`.
    pub iso: String,
}

/// An annex.
#[derive(Debug, Clone, Serialize)]
pub struct Annex {
    /// `附件1`
    pub label: String,
    /// What it holds.
    pub title: String,
    /// Its contents.
    pub blocks: Vec<Block>,
}

/// A part of a document's text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Block {
    /// 第一层 (`一、`), in 黑体.
    Chapter {
        /// The heading with its number.
        text: String,
    },
    /// 第二层 (`（一）`), in 楷体.
    Section {
        /// The heading with its number.
        text: String,
    },
    /// A paragraph of 仿宋, its first line indented by two characters. The third and fourth
    /// layers (`1.`, `（1）`) begin their paragraph.
    Paragraph {
        /// The text with its number, if it has one.
        text: String,
    },
    /// A table.
    Table(Table),
}

impl Block {
    /// A heading of the first layer.
    pub fn chapter(text: impl Into<String>) -> Self {
        Block::Chapter { text: text.into() }
    }

    /// A heading of the second layer.
    pub fn section(text: impl Into<String>) -> Self {
        Block::Section { text: text.into() }
    }

    /// A paragraph.
    pub fn paragraph(text: impl Into<String>) -> Self {
        Block::Paragraph { text: text.into() }
    }
}

/// The height of a line of a table with its share of the row's margins, pt.
const LINE_OF_TABLE_PT: f64 = 18.0;

/// A table whose head is repeated on each page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Table {
    /// What stands above it.
    pub caption: String,
    /// Its columns, at least one.
    pub columns: Vec<Column>,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// A column of a [`Table`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Column {
    /// Its head.
    pub head: String,
    /// Its share of the table's width, beside the shares of the others.
    pub share: u16,
    /// Whether it holds numbers, which stand at the right.
    pub is_number: bool,
}

impl Column {
    /// A column of words.
    pub fn words(head: impl Into<String>, share: u16) -> Self {
        Column { head: head.into(), share, is_number: false }
    }

    /// A column of numbers.
    pub fn numbers(head: impl Into<String>, share: u16) -> Self {
        Column { head: head.into(), share, is_number: true }
    }
}

/// A row of a [`Table`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Row {
    /// What the rows after it have in common, across the whole table.
    Group {
        /// Their name.
        text: String,
    },
    /// A cell a column.
    Cells {
        /// The cells' texts.
        cells: Vec<String>,
    },
}

impl Table {
    /// Whether the table, by the widths of its texts, is lower than half a page; then it isn't
    /// broken.
    pub fn is_short(&self) -> bool {
        let half = layout::points(layout::TYPE_HEIGHT_MM) / 2.0;
        self.rows.iter().map(|row| self.lines_of(row)).sum::<f64>() * LINE_OF_TABLE_PT < half
    }

    /// The lines of a row's highest cell.
    fn lines_of(&self, row: &Row) -> f64 {
        let Row::Cells { cells } = row else { return 1.0 };
        let whole: f64 = self.columns.iter().map(|column| f64::from(column.share)).sum();
        let line = layout::points(layout::TYPE_WIDTH_MM) / layout::TABLE_PT;
        let lines = self.columns.iter().zip(cells).map(|(column, cell)| {
            // A character of the column's width goes to its margins.
            let room = (line * f64::from(column.share) / whole - 1.0).max(1.0);
            (layout::width(cell) / room).ceil()
        });
        lines.fold(1.0, f64::max)
    }

    fn texts(&self) -> impl Iterator<Item = &str> {
        let heads = self.columns.iter().map(|column| column.head.as_str());
        let cells = self.rows.iter().flat_map(|row| match row {
            Row::Group { text } => std::slice::from_ref(text),
            Row::Cells { cells } => cells,
        });
        [self.caption.as_str()].into_iter().chain(heads).chain(cells.map(String::as_str))
    }
}

impl Block {
    fn texts(&self) -> Vec<&str> {
        match self {
            Block::Chapter { text } | Block::Section { text } | Block::Paragraph { text } => {
                vec![text]
            }
            Block::Table(table) => table.texts().collect(),
        }
    }
}

impl OfficialDocument {
    /// Every text that stands in the document, in its order.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let list = [&self.annexes_label].into_iter().filter(|_| !self.annexes.is_empty());
        let date = self.signature.date.as_ref().map(|date| &date.text);
        let annexes = self.annexes.iter().flat_map(|annex| {
            let heading = [annex.label.as_str(), annex.title.as_str()];
            heading.into_iter().chain(annex.blocks.iter().flat_map(Block::texts))
        });
        let before = self.title.iter().map(String::as_str);
        before
            .chain(self.body.iter().flat_map(Block::texts))
            .chain(list.chain(&self.signature.agency).chain(date).map(String::as_str))
            .chain(annexes)
    }

    /// Whether the document is in Chinese.
    pub fn is_chinese(&self) -> bool {
        self.language.starts_with("zh")
    }

    /// The lines of the 附件说明: the number and name of each annex, without a full stop; of a
    /// single annex the name alone.
    pub fn annex_lines(&self) -> Vec<String> {
        match self.annexes.as_slice() {
            [only] => vec![only.title.clone()],
            all => (1..).zip(all).map(|(n, annex)| format!("{n}. {}", annex.title)).collect(),
        }
    }
}
