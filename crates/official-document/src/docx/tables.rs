//! Tables.

use super::body::{paragraph, run};
use super::twips;
use super::xml::{Elements, Part, Written};
use crate::layout::{TYPE_WIDTH_MM, points};
use crate::{Column, Row, Table};

pub(super) fn table(table: &Table, xml: &mut Part) -> Written {
    let widths = widths(&table.columns);
    if !table.caption.is_empty() {
        paragraph("Caption", &table.caption, xml)?;
    }
    xml.element("w:tbl", &[], |xml| {
        xml.element("w:tblPr", &[], |xml| {
            xml.value("w:tblStyle", "TableGrid")?;
            let width = widths.iter().sum::<i64>().to_string();
            xml.empty("w:tblW", &[("w:w", &width), ("w:type", "dxa")])?;
            xml.empty("w:tblLayout", &[("w:type", "fixed")])?;
            xml.empty("w:tblLook", &[("w:firstRow", "1"), ("w:noVBand", "1")])?;
            xml.value("w:tblCaption", &table.caption)
        })?;
        xml.element("w:tblGrid", &[], |xml| {
            widths
                .iter()
                .try_for_each(|width| xml.empty("w:gridCol", &[("w:w", &width.to_string())]))
        })?;
        let is_short = table.is_short();
        head(table, &widths, xml)?;
        table.rows.iter().enumerate().try_for_each(|(index, row)| {
            let keeps_next = is_short && index + 1 < table.rows.len();
            self::row(table, row, &widths, keeps_next, xml)
        })
    })?;
    // What follows a table keeps a little away from it, and two tables stay two.
    xml.element("w:p", &[], |xml| {
        xml.element("w:pPr", &[], |xml| xml.value("w:pStyle", "TableText"))
    })
}

/// The columns' widths, twips, which together are the type area's.
fn widths(columns: &[Column]) -> Vec<i64> {
    let whole = twips(points(TYPE_WIDTH_MM));
    let shares: i64 = columns.iter().map(|column| i64::from(column.share)).sum();
    columns.iter().map(|column| whole * i64::from(column.share) / shares.max(1)).collect()
}

fn head(table: &Table, widths: &[i64], xml: &mut Part) -> Written {
    xml.element("w:tr", &[], |xml| {
        xml.element("w:trPr", &[], |xml| {
            xml.empty("w:cantSplit", &[])?;
            xml.empty("w:tblHeader", &[])
        })?;
        table
            .columns
            .iter()
            .zip(widths)
            .try_for_each(|(column, width)| cell("TableHead", &column.head, *width, 1, true, xml))
    })
}

fn row(table: &Table, row: &Row, widths: &[i64], keeps_next: bool, xml: &mut Part) -> Written {
    xml.element("w:tr", &[], |xml| {
        xml.element("w:trPr", &[], |xml| xml.empty("w:cantSplit", &[]))?;
        match row {
            Row::Group { text } => {
                cell("TableHead", text, widths.iter().sum(), widths.len(), true, xml)
            }
            Row::Cells { cells } => {
                let columns = table.columns.iter().zip(widths);
                columns.enumerate().try_for_each(|(index, (column, width))| {
                    let style = if column.is_number { "TableNumber" } else { "TableText" };
                    let text = cells.get(index).map_or("", String::as_str);
                    cell(style, text, *width, 1, keeps_next, xml)
                })
            }
        }
    })
}

/// A cell over so many columns; its row stays with the next where its paragraph does.
fn cell(
    style: &str,
    text: &str,
    width: i64,
    columns: usize,
    keeps_next: bool,
    xml: &mut Part,
) -> Written {
    xml.element("w:tc", &[], |xml| {
        xml.element("w:tcPr", &[], |xml| {
            xml.empty("w:tcW", &[("w:w", &width.to_string()), ("w:type", "dxa")])?;
            if columns > 1 {
                xml.value("w:gridSpan", &columns.to_string())?;
            }
            xml.value("w:vAlign", "center")
        })?;
        xml.element("w:p", &[], |xml| {
            xml.element("w:pPr", &[], |xml| {
                xml.value("w:pStyle", style)?;
                if keeps_next { xml.empty("w:keepNext", &[]) } else { Ok(()) }
            })?;
            run(text, xml)
        })
    })
}
