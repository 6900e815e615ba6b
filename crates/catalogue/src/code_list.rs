//! Code lists: one term, its word in files, and the numbers that other systems' lists give it.
//!
//! National standard, national platform and provinces number the same terms differently, so a
//! number means something only together with its list. A word is read as it is; a bare number
//! only where all known lists that have it agree.

use std::fmt;

/// Whose numbers a code list has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CodeList {
    /// GB/T 39046-2020, annex A.
    National,
    /// The lists in use around the national platform's exchange tables.
    Platform,
    /// A front end that numbers kinds of items its own way (10 = licence).
    FrontEnd,
}

impl fmt::Display for CodeList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::National => "GB/T 39046-2020",
            Self::Platform => "the national platform's lists",
            Self::FrontEnd => "some front ends",
        })
    }
}

/// A term of a code list.
pub trait Coded: Copy + PartialEq + Sized + 'static {
    /// The whole list.
    const ALL: &'static [Self];

    /// Its word in files.
    fn code(self) -> &'static str;
    /// The Chinese term.
    fn chinese(self) -> &'static str;
    /// The English term.
    fn english(self) -> &'static str;
    /// The numbers that lists give it.
    fn numbers(self) -> &'static [(CodeList, &'static str)];

    /// The term that has this number in this list.
    ///
    /// # Errors
    /// When the list has no such number.
    fn numbered(list: CodeList, number: &str) -> Result<Self, NotInList> {
        Self::ALL
            .iter()
            .copied()
            .find(|term| term.numbers().contains(&(list, number)))
            .ok_or_else(|| NotInList::new::<Self>(number))
    }

    /// The term of a cell: its word, its Chinese term, or a number on which all lists agree.
    ///
    /// # Errors
    /// When no list has it, or when lists disagree about it.
    fn coded(cell: &str) -> Result<Self, NotInList> {
        let named = |term: &&Self| [term.code(), term.chinese()].contains(&cell);
        if let Some(term) = Self::ALL.iter().find(named) {
            return Ok(*term);
        }
        let meanings = || {
            Self::ALL
                .iter()
                .flat_map(|term| term.numbers().iter().map(move |number| (*term, number)))
        };
        let mut meant = meanings().filter(|(_, (_, number))| *number == cell);
        match meant.next() {
            None => Err(NotInList::new::<Self>(cell)),
            Some((term, _)) if meant.all(|(other, _)| other == term) => Ok(term),
            Some(_) => Err(NotInList::Disputed {
                given: cell.to_owned(),
                meanings: meanings()
                    .filter(|(_, (_, number))| *number == cell)
                    .map(|(term, (list, _))| format!("`{}` in {list}", term.code()))
                    .collect::<Vec<_>>()
                    .join(" and "),
            }),
        }
    }
}

/// Why a text is no term of a code list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotInList {
    /// No known list has it.
    #[error("`{given}` is not in the list; give one of {allowed}")]
    Unknown {
        /// What was given.
        given: String,
        /// The words of the list.
        allowed: String,
    },
    /// Lists give the number to different terms.
    #[error("`{given}` is {meanings}; give the word")]
    Disputed {
        /// What was given.
        given: String,
        /// What it means where.
        meanings: String,
    },
}

impl NotInList {
    fn new<T: Coded>(given: &str) -> Self {
        let words: Vec<_> = T::ALL.iter().map(|term| format!("`{}`", term.code())).collect();
        Self::Unknown { given: given.to_owned(), allowed: words.join(", ") }
    }
}

/// Declares code lists. Each term has its word, its Chinese and its English term, and the numbers
/// that lists give it.
macro_rules! code_lists {
    ($($(#[$meta:meta])* pub enum $name:ident {
        $($term:ident = $code:literal $chinese:literal $english:literal
            $([$list:ident $number:literal])*,)+
    })+) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $(#[doc = $chinese] $term,)+
        }

        impl $crate::code_list::Coded for $name {
            const ALL: &'static [Self] = &[$(Self::$term),+];

            fn code(self) -> &'static str {
                match self { $(Self::$term => $code),+ }
            }

            fn chinese(self) -> &'static str {
                match self { $(Self::$term => $chinese),+ }
            }

            fn english(self) -> &'static str {
                match self { $(Self::$term => $english),+ }
            }

            fn numbers(self) -> &'static [($crate::code_list::CodeList, &'static str)] {
                match self { $(Self::$term => &[$(($crate::code_list::CodeList::$list, $number)),*]),+ }
            }
        }

        impl $crate::cell::Cell for $name {
            fn read(cell: &str) -> Result<Self, $crate::cell::CellError> {
                Ok($crate::code_list::Coded::coded(cell)?)
            }

            fn write(&self) -> String {
                $crate::code_list::Coded::code(*self).to_owned()
            }

            fn choices() -> Vec<$crate::Choice> {
                let choice = |term: &Self| $crate::Choice {
                    code: $crate::code_list::Coded::code(*term),
                    chinese: $crate::code_list::Coded::chinese(*term),
                    english: $crate::code_list::Coded::english(*term),
                };
                <Self as $crate::code_list::Coded>::ALL.iter().map(choice).collect()
            }
        }
    )+};
}
pub(crate) use code_lists;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ItemKind, Level, ServiceTarget};

    #[test]
    fn a_number_is_read_where_lists_agree() {
        assert_eq!(ItemKind::coded("01"), Ok(ItemKind::Licence));
        assert_eq!(ServiceTarget::coded("2"), Ok(ServiceTarget::Enterprise));
        assert_eq!(Level::coded("县级"), Ok(Level::County));
    }

    #[test]
    fn a_number_on_which_lists_disagree_is_refused_with_its_meanings() {
        assert_eq!(
            ItemKind::coded("10").unwrap_err().to_string(),
            "`10` is `licence` in some front ends and `other_power` in GB/T 39046-2020; \
             give the word"
        );
        assert_eq!(ItemKind::numbered(CodeList::National, "10"), Ok(ItemKind::OtherPower));
        assert_eq!(Level::numbered(CodeList::Platform, "6"), Ok(Level::Graded));
        assert_eq!(Level::numbered(CodeList::National, "6"), Ok(Level::Village));
    }

    #[test]
    fn an_unknown_word_is_refused_with_the_words_of_the_list() {
        assert_eq!(
            Level::coded("district").unwrap_err().to_string(),
            "`district` is not in the list; give one of `national`, `province`, `city`, \
             `county`, `town`, `village`, `graded`"
        );
    }
}
