//! Parquet's hybrid of run lengths and bit packing, which levels and dictionary indexes are
//! written in.
//!
//! Source: Apache Parquet format, Encodings, "Run Length Encoding / Bit-Packing Hybrid (RLE = 3)".

use bytes::Bytes;

/// Small numbers, read run by run.
#[derive(Debug)]
pub(super) struct Hybrid {
    bytes: Bytes,
    at: usize,
    width: u32,
    run: Run,
}

#[derive(Debug)]
enum Run {
    Same { value: u32, left: usize },
    Packed { bit: usize, left: usize },
}

/// The bytes end before the numbers do, or aren't what they should be.
#[derive(Debug)]
pub(super) struct Broken;

impl Hybrid {
    /// Numbers of `width` bits, 32 at most.
    pub(super) fn new(bytes: Bytes, width: u8) -> Result<Self, Broken> {
        if width > 32 {
            return Err(Broken);
        }
        Ok(Self { bytes, at: 0, width: width.into(), run: Run::Same { value: 0, left: 0 } })
    }

    /// Hands on the next `count` numbers, each with how often it stands there in a row.
    #[inline]
    pub(super) fn take(
        &mut self,
        mut count: usize,
        mut each: impl FnMut(u32, usize) -> Result<(), Broken>,
    ) -> Result<(), Broken> {
        while count > 0 {
            match &mut self.run {
                Run::Same { left: 0, .. } | Run::Packed { left: 0, .. } => self.next_run()?,
                Run::Same { value, left } => {
                    let taken = count.min(*left);
                    each(*value, taken)?;
                    *left -= taken;
                    count -= taken;
                }
                Run::Packed { bit, left } => {
                    let taken = count.min(*left);
                    let mask = (1_u64 << self.width) - 1;
                    for _ in 0..taken {
                        each((bits_at(&self.bytes, *bit) & mask) as u32, 1)?;
                        *bit += self.width as usize;
                    }
                    *left -= taken;
                    count -= taken;
                }
            }
        }
        Ok(())
    }

    fn next_run(&mut self) -> Result<(), Broken> {
        let header = self.varint()?;
        let length = (header >> 1) as usize;
        if header & 1 == 0 {
            let size = self.width.div_ceil(8) as usize;
            let bytes = self.bytes.get(self.at..self.at + size).ok_or(Broken)?;
            let value = bytes.iter().rev().fold(0, |value, byte| value << 8 | u32::from(*byte));
            self.at += size;
            self.run = Run::Same { value, left: length };
        } else {
            // The last group may be cut short; what it lacks is read as zeros and not asked for.
            let left = length.checked_mul(8).ok_or(Broken)?;
            let size = length.checked_mul(self.width as usize).ok_or(Broken)?;
            if self.at >= self.bytes.len() && size > 0 {
                return Err(Broken);
            }
            let there = (self.bytes.len() - self.at) * 8;
            let whole = if self.width == 0 { left } else { there / self.width as usize };
            self.run = Run::Packed { bit: self.at * 8, left: left.min(whole) };
            self.at = self.at.saturating_add(size).min(self.bytes.len());
        }
        match self.run {
            // A run of nothing gets no further; many of them would take for ever.
            Run::Same { left: 0, .. } | Run::Packed { left: 0, .. } => Err(Broken),
            _ => Ok(()),
        }
    }

    fn varint(&mut self) -> Result<u32, Broken> {
        let mut value = 0_u32;
        for shift in (0..32).step_by(7) {
            let byte = *self.bytes.get(self.at).ok_or(Broken)?;
            self.at += 1;
            value |= u32::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(Broken)
    }
}

/// At least 57 bits from this bit on; zeros beyond the end.
#[inline]
fn bits_at(bytes: &[u8], bit: usize) -> u64 {
    let start = bit / 8;
    let word = if let Some(word) = bytes.get(start..start + 8) {
        word.try_into().map_or(0, u64::from_le_bytes)
    } else {
        let rest = bytes.get(start..).unwrap_or_default();
        rest.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte))
    };
    word >> (bit % 8)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(bytes: Vec<u8>, width: u8, counts: &[usize]) -> Result<Vec<u32>, Broken> {
        let mut hybrid = Hybrid::new(bytes.into(), width)?;
        let mut out = Vec::new();
        for count in counts {
            hybrid.take(*count, |value, times| {
                out.extend(std::iter::repeat_n(value, times));
                Ok(())
            })?;
        }
        Ok(out)
    }

    #[test]
    fn the_example_of_the_format_is_read() {
        // 0 to 7 in three bits each, then seven times 4.
        let bytes = vec![0x03, 0x88, 0xc6, 0xfa, 0x0e, 0x04];
        let wanted = [0, 1, 2, 3, 4, 5, 6, 7, 4, 4, 4, 4, 4, 4, 4];
        assert_eq!(read(bytes.clone(), 3, &[15]).unwrap(), wanted);
        assert_eq!(read(bytes, 3, &[3, 6, 6]).unwrap(), wanted);
    }

    proptest! {
        #[test]
        fn numbers_of_any_width_are_unpacked(
            width in 1_u8..=32,
            seeds in proptest::collection::vec(any::<u32>(), 8..64),
        ) {
            let mask = u32::MAX >> (32 - width);
            let numbers: Vec<u32> =
                seeds.chunks_exact(8).flatten().map(|seed| seed & mask).collect();
            let mut bytes = vec![(numbers.len() / 8) as u8 * 2 + 1];
            bytes.resize(1 + numbers.len() / 8 * width as usize, 0);
            for (index, number) in numbers.iter().enumerate() {
                for bit in (0..width as usize).filter(|bit| number >> bit & 1 == 1) {
                    let place = index * width as usize + bit;
                    bytes[1 + place / 8] |= 1 << (place % 8);
                }
            }
            prop_assert_eq!(read(bytes, width, &[numbers.len()]).unwrap(), numbers);
        }

        #[test]
        fn garbage_ends_in_numbers_or_an_error(
            width in 0_u8..=40,
            bytes in proptest::collection::vec(any::<u8>(), 0..64),
            count in 0_usize..10_000,
        ) {
            let read = read(bytes, width, &[count]);
            prop_assert!(read.is_err() || read.unwrap().len() == count);
        }
    }
}
