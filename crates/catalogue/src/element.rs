//! What an element is: declared once, and read, written and compared from that declaration.

use crate::cell::CellError;

/// An element (要素) of a row: a column with what it means.
#[derive(Debug, PartialEq, Eq)]
pub struct Element {
    /// Its name: that of the exchange package where it has the element, else the national column.
    pub name: &'static str,
    /// Its Chinese name.
    pub chinese: &'static str,
    /// Other names under which it comes.
    pub also: &'static [&'static str],
}

/// A cell that couldn't be read. The element counts as not given, the cell isn't lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// Of which element.
    pub element: &'static str,
    /// The cell as it came.
    pub cell: String,
    /// What is wrong with it and how to mend it.
    pub why: CellError,
}

/// Declares a row: a struct with an optional field for each element, read from pairs of name and
/// cell.
macro_rules! elements {
    ($(#[$meta:meta])* pub struct $row:ident {
        $($(#[$doc:meta])* $field:ident: $type:ty = $name:literal $chinese:literal $($also:literal)*,)+
    } beside {
        $($(#[$beside_doc:meta])* $beside:ident: $beside_type:ty,)*
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Default, PartialEq, Eq)]
        pub struct $row {
            $(#[doc = concat!($chinese, ".")] $(#[$doc])* pub $field: Option<$type>,)+
            $($(#[$beside_doc])* pub $beside: $beside_type,)*
            /// Cells that couldn't be read.
            pub unread: Vec<$crate::element::Unread>,
            /// Names that aren't known, in the order they came.
            pub unknown: Vec<String>,
        }

        impl $row {
            /// Its elements, in order.
            pub const ELEMENTS: &'static [$crate::element::Element] = &[
                $($crate::element::Element { name: $name, chinese: $chinese, also: &[$($also),*] }),+
            ];

            /// The element of this name, whichever of its names that is.
            pub fn element(name: &str) -> Option<&'static $crate::element::Element> {
                let is_named = |it: &&$crate::element::Element| {
                    [it.name, it.chinese].contains(&name) || it.also.contains(&name)
                };
                Self::ELEMENTS.iter().find(is_named)
            }

            /// Reads a row from pairs of name and cell. Empty cells are not given; what can't be
            /// read is kept in `unread`, names that aren't known in `unknown`.
            pub fn read<'a>(cells: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
                let mut row = Self::default();
                for (name, cell) in cells {
                    row.put(name, cell);
                }
                row
            }

            /// Reads one more cell, in place of what the element said before.
            pub(crate) fn put(&mut self, name: &str, cell: &str) {
                let cell = cell.trim();
                match name {
                    $($name | $chinese $(| $also)* => {
                        if cell.is_empty() {
                            return;
                        }
                        match $crate::cell::Cell::read(cell) {
                            Ok(value) => self.$field = Some(value),
                            Err(why) => self.unread.push($crate::element::Unread {
                                element: $name,
                                cell: cell.to_owned(),
                                why,
                            }),
                        }
                    })+
                    _ => self.unknown.push(name.to_owned()),
                }
            }

            /// Each element with its text, or `None` where it isn't given.
            pub fn cells(&self) -> impl Iterator<Item = (&'static $crate::element::Element, Option<String>)> {
                let cells = [$(self.$field.as_ref().map($crate::cell::Cell::write)),+];
                Self::ELEMENTS.iter().zip(cells)
            }

            /// All that an element, by its name, can be, where that is a short list; empty elsewhere.
            pub fn choices(name: &str) -> Vec<$crate::Choice> {
                match name {
                    $($name => <$type as $crate::cell::Cell>::choices(),)+
                    _ => Vec::new(),
                }
            }

            /// Whether each element is given, in the order of [`Self::ELEMENTS`].
            pub fn given(&self) -> impl Iterator<Item = bool> {
                [$(self.$field.is_some()),+].into_iter()
            }
        }
    };
}
pub(crate) use elements;
