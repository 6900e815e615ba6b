//! What a file's columns store, and what that is to us.

use legal_clock::Day;
use parquet::basic::{ConvertedType, LogicalType, TimeUnit, Type};
use parquet::schema::types::ColumnDescriptor;

use super::chunk::Holds;

/// How a column's values lie in the file, and what they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stored {
    pub(super) physical: Physical,
    pub(super) holds: Holds,
    scale: Scale,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Physical {
    Text,
    Int32,
    Int64,
    Int96,
    Flag,
    Float,
    Double,
}

/// What becomes of a number as it lies in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scale {
    AsIs,
    Unsigned32,
    Unsigned64,
    Milliseconds,
    Nanoseconds,
    Days,
}

impl Stored {
    /// What the column stores.
    ///
    /// # Errors
    /// A name for what isn't read.
    pub(super) fn of(column: &ColumnDescriptor) -> Result<Self, String> {
        if column.path().parts().len() != 1 || column.max_rep_level() > 0 {
            return Err("lists or nested values".to_owned());
        }
        let as_is = |physical, holds| Ok(Self { physical, holds, scale: Scale::AsIs });
        let logical = column.logical_type_ref();
        match column.physical_type() {
            Type::BOOLEAN => as_is(Physical::Flag, Holds::Flag),
            Type::FLOAT => as_is(Physical::Float, Holds::Float),
            Type::DOUBLE => as_is(Physical::Double, Holds::Float),
            Type::INT96 => as_is(Physical::Int96, Holds::Instant),
            Type::BYTE_ARRAY => match (logical, column.converted_type()) {
                (Some(LogicalType::String | LogicalType::Enum | LogicalType::Json), _)
                | (None, ConvertedType::UTF8 | ConvertedType::ENUM | ConvertedType::JSON)
                | (None | Some(LogicalType::Unknown), ConvertedType::NONE) => {
                    as_is(Physical::Text, Holds::Text)
                }
                _ => Err(named(column)),
            },
            Type::INT32 => Self::whole(column, Physical::Int32),
            Type::INT64 => Self::whole(column, Physical::Int64),
            Type::FIXED_LEN_BYTE_ARRAY => Err(named(column)),
        }
    }

    fn whole(column: &ColumnDescriptor, physical: Physical) -> Result<Self, String> {
        let (holds, scale) = match (column.logical_type_ref(), column.converted_type()) {
            (Some(LogicalType::Timestamp(time)), _) => {
                let is_instant = time.is_adjusted_to_u_t_c;
                let scale = match time.unit {
                    TimeUnit::MILLIS => Scale::Milliseconds,
                    TimeUnit::MICROS => Scale::AsIs,
                    TimeUnit::NANOS => Scale::Nanoseconds,
                };
                (if is_instant { Holds::Instant } else { Holds::Local }, scale)
            }
            (Some(LogicalType::Decimal(decimal)), _) if decimal.scale == 0 => {
                (Holds::Number, Scale::AsIs)
            }
            (Some(LogicalType::Integer(integer)), _) if integer.is_signed => {
                (Holds::Number, Scale::AsIs)
            }
            (Some(LogicalType::Integer(_)), _)
            | (
                None,
                ConvertedType::UINT_8
                | ConvertedType::UINT_16
                | ConvertedType::UINT_32
                | ConvertedType::UINT_64,
            ) if physical == Physical::Int32 => (Holds::Number, Scale::Unsigned32),
            (Some(LogicalType::Integer(_)), _) | (None, ConvertedType::UINT_64) => {
                (Holds::Number, Scale::Unsigned64)
            }
            (Some(LogicalType::Date), _) | (None, ConvertedType::DATE) => (Holds::Day, Scale::Days),
            (None, ConvertedType::TIMESTAMP_MILLIS) => (Holds::Instant, Scale::Milliseconds),
            (None, ConvertedType::TIMESTAMP_MICROS) => (Holds::Instant, Scale::AsIs),
            (
                None,
                ConvertedType::INT_8
                | ConvertedType::INT_16
                | ConvertedType::INT_32
                | ConvertedType::INT_64
                | ConvertedType::NONE,
            )
            | (Some(LogicalType::Unknown), _) => (Holds::Number, Scale::AsIs),
            _ => return Err(named(column)),
        };
        Ok(Self { physical, holds, scale })
    }

    /// What a number in the file stands for.
    #[inline]
    pub(super) fn number(self, stored: i64) -> i64 {
        match self.scale {
            Scale::Unsigned32 => stored & i64::from(u32::MAX),
            Scale::Unsigned64 if stored < 0 => i64::MAX,
            Scale::AsIs | Scale::Unsigned64 => stored,
            Scale::Milliseconds => stored.saturating_mul(1000),
            Scale::Nanoseconds => stored.div_euclid(1000),
            // A day beyond all days stays beyond them.
            Scale::Days => {
                let beyond = i64::from(Day::MAX.number()) + 1;
                stored.clamp(i64::from(Day::MIN.number()) - 1, beyond)
            }
        }
    }
}

/// The type as its file names it.
fn named(column: &ColumnDescriptor) -> String {
    let physical = column.physical_type();
    match column.logical_type_ref() {
        Some(logical) => format!("values of type {logical:?} ({physical})"),
        None => match column.converted_type() {
            ConvertedType::NONE => format!("values of type {physical}"),
            converted => format!("values of type {converted} ({physical})"),
        },
    }
}
