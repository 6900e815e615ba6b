//! Parquet files as other programs write them.

use std::sync::Arc;

use ::parquet::basic::{Compression, Encoding};
use ::parquet::column::writer::ColumnWriter;
use ::parquet::data_type::{ByteArray, Int96};
use ::parquet::file::properties::{WriterProperties, WriterPropertiesBuilder, WriterVersion};
use ::parquet::file::writer::SerializedFileWriter;
use ::parquet::schema::parser::parse_message_type;
use proptest::prelude::*;

use super::*;

/// The values of a column: those given, and by row whether one is.
enum Values<'a> {
    Texts(&'a [&'a str]),
    Int32(&'a [i32]),
    Int64(&'a [i64]),
    Int96(&'a [Int96]),
    Flags(&'a [bool]),
    Doubles(&'a [f64]),
}

type Column<'a> = (Values<'a>, Option<&'a [i16]>);

/// A file of this schema, its columns in as many row groups as asked for.
fn file(schema: &str, properties: WriterPropertiesBuilder, groups: &[&[Column<'_>]]) -> Vec<u8> {
    let schema = Arc::new(parse_message_type(schema).unwrap());
    let properties: Arc<WriterProperties> = Arc::new(properties.build());
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, properties).unwrap();
    for columns in groups {
        let mut group = writer.next_row_group().unwrap();
        for (values, given) in *columns {
            let mut column = group.next_column().unwrap().unwrap();
            match (column.untyped(), values) {
                (ColumnWriter::ByteArrayColumnWriter(column), Values::Texts(texts)) => {
                    let texts: Vec<_> = texts.iter().map(|text| ByteArray::from(*text)).collect();
                    column.write_batch(&texts, *given, None)
                }
                (ColumnWriter::Int32ColumnWriter(column), Values::Int32(numbers)) => {
                    column.write_batch(numbers, *given, None)
                }
                (ColumnWriter::Int64ColumnWriter(column), Values::Int64(numbers)) => {
                    column.write_batch(numbers, *given, None)
                }
                (ColumnWriter::Int96ColumnWriter(column), Values::Int96(instants)) => {
                    column.write_batch(instants, *given, None)
                }
                (ColumnWriter::BoolColumnWriter(column), Values::Flags(flags)) => {
                    column.write_batch(flags, *given, None)
                }
                (ColumnWriter::DoubleColumnWriter(column), Values::Doubles(numbers)) => {
                    column.write_batch(numbers, *given, None)
                }
                _ => panic!("a column of another type"),
            }
            .unwrap();
            column.close().unwrap();
        }
        group.close().unwrap();
    }
    writer.into_inner().unwrap()
}

fn usual() -> WriterPropertiesBuilder {
    WriterProperties::builder()
}

/// Proofs with a day in `abolished_on` and texts in `name`, in a file of this kind.
fn proofs_of(properties: WriterPropertiesBuilder, rows: usize) -> Folder {
    let names: Vec<String> = (0..rows).map(|row| format!("证明{}", row / 3)).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let days: Vec<i32> = (0..rows).map(|row| 17_897 + row as i32 % 365).collect();
    let given: Vec<i16> = (0..rows).map(|row| i16::from(row % 5 > 0)).collect();
    let bases: Vec<String> =
        (0..rows).filter(|row| row % 5 > 0).map(|row| format!("第{row}号")).collect();
    let bases: Vec<&str> = bases.iter().map(String::as_str).collect();
    let columns: &[Column<'_>] = &[
        (Values::Int32(&days), None),
        (Values::Texts(&names), None),
        (Values::Texts(&bases), Some(&given)),
    ];
    let schema = "message proofs {
        required int32 取消日期 (DATE);
        required binary name (STRING);
        optional binary basis (STRING);
    }";
    folder().with("proofs.parquet", file(schema, properties, &[columns, columns]))
}

/// What the package says of each of those rows.
fn check_proofs(folder: &Folder, rows: usize) {
    let mut quality = DataQuality::default();
    let mut seen = 0;
    folder
        .open()
        .read::<Proof>(&china(), &mut quality, |at, proof| {
            let row = (at.row - 1) as usize % rows;
            assert_eq!(at.line, at.row + 1);
            assert_eq!(proof.name, format!("证明{}", row / 3));
            assert_eq!(proof.abolished_on.number(), 17_897 + row as i32 % 365);
            assert_eq!(proof.basis.is_some(), !row.is_multiple_of(5));
            assert!(proof.basis.is_none_or(|basis| basis == format!("第{row}号")));
            seen += 1;
            Ok(())
        })
        .unwrap();
    // Each name comes three times, and proofs are told apart by their name.
    let read = &quality.tables[0];
    assert_eq!((read.rows, seen), (2 * rows as u64, rows.div_ceil(3)));
}

#[test]
fn files_of_every_compression_encoding_and_page_size_are_read_alike() {
    let small = || usual().set_data_page_row_count_limit(700).set_write_batch_size(100);
    let v2 = || small().set_writer_version(WriterVersion::PARQUET_2_0);
    let kinds = [
        usual(),
        small(),
        small().set_dictionary_enabled(false),
        small().set_dictionary_page_size_limit(2_000),
        v2(),
        // Without a dictionary, the second version writes deltas.
        v2().set_dictionary_enabled(false),
        v2().set_dictionary_enabled(false).set_encoding(Encoding::DELTA_BYTE_ARRAY),
        small().set_compression(Compression::SNAPPY),
        v2().set_compression(Compression::ZSTD(::parquet::basic::ZstdLevel::default())),
        small().set_compression(Compression::LZ4_RAW),
    ];
    for (kind, properties) in kinds.into_iter().enumerate() {
        // Delta byte arrays aren't for numbers.
        let properties = if kind == 6 {
            properties.set_column_encoding("取消日期".into(), Encoding::PLAIN)
        } else {
            properties
        };
        check_proofs(&proofs_of(properties, 5_000), 5_000);
    }
}

const ACTS: [&str; 3] = ["received", "受理", "granted"];

fn act_times(schema_of_time: &str, time: Values<'_>) -> (Vec<Act<'static>>, DataQuality) {
    let schema = format!(
        "message acts {{ required binary matter_id (STRING); optional binary act (STRING);
         required {schema_of_time}; }}"
    );
    let columns: &[Column<'_>] = &[
        (Values::Texts(&["a", "a", "a"]), None),
        (Values::Texts(&ACTS), Some(&[1, 1, 1])),
        (time, None),
    ];
    folder().with("acts.parquet", file(&schema, usual(), &[columns])).collect::<Act>()
}

#[test]
fn instants_may_be_utc_or_local_and_of_any_precision() {
    let wanted = china().when(legal_clock::Instant(1_546_304_400_123_000)).unwrap();
    let micros = [1_546_304_400_123_000_i64; 3];
    let millis = micros.map(|micros| micros / 1000);
    let nanos = micros.map(|micros| micros * 1000 + 999);
    let local = micros.map(|micros| micros + 8 * 3_600_000_000);
    let mut old = Int96::new();
    // 1 January 2019 as a Julian day, and nanoseconds of the day.
    let of_day = (1_546_304_400_123_000_000_u64) % 86_400_000_000_000;
    old.set_data(of_day as u32, (of_day >> 32) as u32, 2_440_588 + 17_897);
    for (schema, time) in [
        ("int64 at (TIMESTAMP(MICROS,true))", Values::Int64(&micros)),
        ("int64 at (TIMESTAMP(MILLIS,true))", Values::Int64(&millis)),
        ("int64 时间 (TIMESTAMP(NANOS,true))", Values::Int64(&nanos)),
        ("int64 at (TIMESTAMP(MICROS,false))", Values::Int64(&local)),
        ("int64 at (TIMESTAMP_MICROS)", Values::Int64(&micros)),
        ("int96 at", Values::Int96(&[old; 3])),
        ("binary at (STRING)", Values::Texts(&["2019-01-01T09:00:00.123+08:00"; 3])),
    ] {
        let (read, quality) = act_times(schema, time);
        assert_eq!(faults(&quality), [], "{schema}");
        assert!(read.iter().all(|act| act.at == wanted), "{schema}: {:?}", read[0].at);
        assert_eq!(read[1].act, ActName::Accepted);
    }
    let (_, quality) = act_times("int64 at", Values::Int64(&micros));
    assert_eq!(faults(&quality)[0], (1, 2, "at", "bad_date"));
    let (_, quality) = act_times(
        "int64 at (TIMESTAMP(MICROS,true))",
        Values::Int64(&[i64::MAX, i64::MIN, 253_402_300_800_000_000]),
    );
    assert_eq!(faults(&quality).len(), 3);
}

#[test]
fn numbers_flags_and_text_are_taken_where_they_are_sure() {
    let schema = "message interfaces {
        required binary service_code (STRING); required binary name (STRING);
        required boolean kept; optional int32 published_on (DATE); optional int64 item_code;
    }";
    let columns: &[Column<'_>] = &[
        (Values::Texts(&["a", "b", "c"]), None),
        (Values::Texts(&["x", "y\u{7}", "z"]), None),
        (Values::Flags(&[true, false, false]), None),
        (Values::Int32(&[17_897, i32::MAX]), Some(&[0, 1, 1])),
        (Values::Int64(&[109]), Some(&[1, 0, 0])),
    ];
    let (read, quality) = folder()
        .with("intermediary_services.parquet", file(schema, usual(), &[columns]))
        .collect::<IntermediaryService>();
    assert!(read.is_empty(), "{read:?}");
    assert_eq!(
        faults(&quality),
        [
            (1, 2, "item_code", "bad_value"),
            (2, 3, "name", "control_character"),
            (3, 4, "published_on", "bad_date"),
        ]
    );

    let schema = "message peer_items {
        required binary item_code (STRING); required binary province (STRING);
        optional double promised_limit; optional int32 materials (INTEGER(8,false));
    }";
    let columns: &[Column<'_>] = &[
        (Values::Texts(&["a", "b", "c"]), None),
        (Values::Texts(&["x", "y", "z"]), None),
        (Values::Doubles(&[5.0, 5.5, f64::NAN]), Some(&[1, 1, 1])),
        (Values::Int32(&[7]), Some(&[1, 0, 0])),
    ];
    let (read, quality) = folder()
        .with("peer_items.parquet", file(schema, usual(), &[columns]))
        .collect::<PeerItem>();
    assert_eq!((read[0].promised_limit, read[0].materials), (Some(5), Some(7)));
    assert_eq!(faults(&quality).len(), 2);
}

#[test]
fn an_unknown_column_of_any_type_is_left_alone_and_a_known_one_refused() {
    let nested = |name: &str| {
        format!(
            "message proofs {{ required binary name (STRING); required int32 abolished_on (DATE);
             optional binary {name}; required fixed_len_byte_array(2) other; }}"
        )
    };
    let schema = nested("basis").replace(
        "required fixed_len_byte_array(2) other",
        "optional int32 备注 (TIME(MILLIS,true))",
    );
    let columns: &[Column<'_>] = &[
        (Values::Texts(&["a"]), None),
        (Values::Int32(&[17_897]), None),
        (Values::Texts(&[]), Some(&[0])),
        (Values::Int32(&[1]), Some(&[1])),
    ];
    let written = file(&schema, usual(), &[columns]);
    let (read, quality) = folder().with("proofs.parquet", written).collect::<Proof>();
    assert_eq!((read.len(), quality.notices[0].message.as_str()), (1, "columns not read: `备注`"));

    let schema = schema
        .replace("备注", "abolished_on")
        .replace("required int32 abolished_on", "required int32 x");
    let written = file(&schema, usual(), &[columns]);
    let refused = folder().with("proofs.parquet", written).refusal::<Proof>();
    assert!(refused.message.starts_with("column `abolished_on` holds values of type"), "{refused}");
}

#[test]
fn bytes_that_are_no_text_and_pages_that_unfold_without_end_are_refused() {
    let schema = "message proofs { required binary name; required int32 abolished_on (DATE); }";
    let column: &[Column<'_>] = &[(Values::Texts(&["证明"]), None), (Values::Int32(&[1]), None)];
    let mut written = file(schema, usual().set_dictionary_enabled(false), &[column]);
    let place = written.windows(6).position(|bytes| bytes == "证明".as_bytes()).unwrap();
    written[place] = 0xff;
    let refused = folder().with("proofs.parquet", written).refusal::<Proof>();
    assert!(refused.message.contains("no text in UTF-8"), "{refused}");

    let long = "a".repeat(40 << 20);
    let column: &[Column<'_>] = &[(Values::Texts(&[&long]), None), (Values::Int32(&[1]), None)];
    let properties = usual()
        .set_dictionary_enabled(false)
        .set_compression(Compression::ZSTD(::parquet::basic::ZstdLevel::default()));
    let refused =
        folder().with("proofs.parquet", file(schema, properties, &[column])).refusal::<Proof>();
    assert!(refused.message.contains("unfolds to"), "{refused}");
}

/// Matters of the file that is written in several row groups.
const MATTERS: usize = 60_000;

#[test]
fn a_row_group_ends_between_matters_and_its_texts_are_told_once() {
    let to = folder();
    let package = PackageWriter::new(to.path(), Form::Parquet, china());
    let mut table = package.table_with(Act::TABLE, &["matter_id", "act", "at", "reason"]).unwrap();
    for matter in 0..MATTERS {
        let id = format!("XK{matter:08}");
        for act in ["received", "accepted", "paused", "resumed", "granted"] {
            let reason = if act == "paused" { "听证" } else { "" };
            table.write_cells([&id, act, "2019-01-02 09:30:00", reason]).unwrap();
        }
    }
    table.finish().unwrap();
    let columns = to.open().columns(Act::TABLE).unwrap().unwrap();
    let wanted = [0, 1, 2, 3];
    let (mut rows, mut matters, mut dictionaries) = (0, 0, 0);
    assert_eq!(columns.row_groups(), 2);
    for group in 0..columns.row_groups() {
        let mut group = columns.row_group(group, &wanted).unwrap();
        let mut known: Option<Arc<Texts>> = None;
        let mut last = String::new();
        while let Some(batch) = group.next_batch().unwrap() {
            rows += batch.rows;
            let [ids, acts, times, reasons] =
                [0, 1, 2, 3].map(|place| &batch.columns[wanted[place]]);
            assert_eq!((ids.holds, times.holds), (Holds::Text, Holds::Instant));
            if known.as_ref().is_none_or(|known| !Arc::ptr_eq(known, &ids.texts)) {
                dictionaries += 1;
                known = Some(Arc::clone(&ids.texts));
            }
            for row in 0..batch.rows {
                let id = ids.texts.get(ids.values[row] as usize);
                matters += usize::from(id != last);
                last.replace_range(.., id);
                assert_eq!(reasons.is_given(row), acts.value(row) == Value::Text("paused"));
                assert_eq!(times.values[row], 1_546_392_600_000_000);
            }
        }
    }
    assert_eq!((rows, matters, dictionaries), (5 * MATTERS, MATTERS, 2));
}

#[test]
fn a_file_cut_short_is_refused() {
    let folder = proofs_of(usual(), 50);
    let whole = fs::read(folder.path().join("proofs.parquet")).unwrap();
    for cut in (0..whole.len()).step_by(13) {
        fs::write(folder.path().join("proofs.parquet"), &whole[..cut]).unwrap();
        let refused = folder.refusal::<Proof>();
        assert_eq!(refused.file, "proofs.parquet");
    }
}

/// Reads all columns of all row groups, as far as they can be read.
fn read_columns(folder: &Folder) -> Result<(), Refused> {
    let Some(columns) = folder.open().columns(Proof::TABLE)? else { return Ok(()) };
    let wanted: Vec<usize> = (0..columns.names().len()).collect();
    for group in 0..columns.row_groups() {
        let mut group = columns.row_group(group, &wanted)?;
        while group.next_batch()?.is_some() {}
    }
    Ok(())
}

#[test]
fn whatever_byte_of_the_footer_is_damaged_the_file_is_read_or_refused() {
    let folder = proofs_of(usual(), 50);
    let path = folder.path().join("proofs.parquet");
    let whole = fs::read(&path).unwrap();
    let length = whole.len();
    let footer = u32::from_le_bytes(*whole[length - 8..].first_chunk().unwrap()) as usize;
    let mut refused = 0;
    for place in length - 8 - footer..length {
        for byte in [0, 0x7f, 0x80, 0xff, whole[place] ^ 1, whole[place] ^ 0x10] {
            let mut damaged = whole.clone();
            damaged[place] = byte;
            fs::write(&path, damaged).unwrap();
            refused += usize::from(read_columns(&folder).is_err());
        }
    }
    assert!(refused > footer, "{refused} of {footer} bytes");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn a_damaged_file_is_read_or_refused_but_never_a_fault_of_the_program(
        damage in proptest::collection::vec((0.0..1.0_f64, any::<u8>()), 1..4),
        in_footer in any::<bool>(),
        kind in 0_usize..4,
    ) {
        let small = usual().set_data_page_row_count_limit(10).set_write_batch_size(5);
        let properties = match kind {
            0 => small,
            1 => small.set_dictionary_enabled(false),
            2 => small.set_writer_version(WriterVersion::PARQUET_2_0).set_dictionary_enabled(false),
            _ => small.set_compression(Compression::SNAPPY),
        };
        let folder = proofs_of(properties, 50);
        let path = folder.path().join("proofs.parquet");
        let mut file = fs::read(&path).unwrap();
        let length = file.len();
        let footer = u32::from_le_bytes(*file[length - 8..].first_chunk().unwrap()) as usize;
        for (place, byte) in damage {
            let (start, size) =
                if in_footer { (length - 8 - footer, footer) } else { (0, length) };
            file[start + (place * size as f64) as usize] = byte;
        }
        fs::write(&path, file).unwrap();
        let mut quality = DataQuality::default();
        if let Ok(Some(read)) = folder.open().collect::<Proof>(&china(), &mut quality) {
            let table = &quality.tables[0];
            prop_assert_eq!(read.len() as u64 + table.identical + table.set_aside, table.rows);
        }
    }
}
