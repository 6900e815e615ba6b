//! The catalogue of items checked and compared, and how the program would serve it.

use std::fs;

use crate::ledger::{imports, package, text, xiaoneng};

const ITEMS: &str = "\
item_code,name,kind,on_application,online,online_depth,trips,statutory_limit,statutory_unit,promised_limit,promised_unit,division,level,basis
A,保安服务许可,licence,true,true,4,0,20,working_day,25,working_day,治安处,province,保安服务管理条例第九条
";
const MATERIALS: &str = "item_code,name\nA,法律、法规规定的其他材料\n";
const PEERS: &str = "\
item_code,province,promised_limit,promised_unit,materials
A,浙江,10,working_day,3
A,江苏,30,working_day,0
";

#[test]
fn what_is_wrong_with_an_item_is_told_with_how_to_mend_it_and_how_it_compares() {
    let (package, folder) = (package(), tempfile::tempdir().unwrap());
    for (table, rows) in [("items", ITEMS), ("materials", MATERIALS), ("peer_items", PEERS)] {
        fs::write(package.path().join(format!("{table}.csv")), rows).unwrap();
    }
    let data = folder.path().join("data");
    let place = ["--data", text(&data)];
    imports(package.path(), &place);

    let run = xiaoneng(&[&["catalogue", "check"][..], &place].concat());
    assert_eq!(run.code, 0, "{}", run.err);
    let promise: Vec<_> = run.out.lines().filter(|line| line.contains("promised_limit")).collect();
    assert!(
        promise.iter().any(|line| line.starts_with("error\tA\tpromised_limit\t")),
        "{promise:?}"
    );
    assert!(run.out.contains("法律、法规规定的其他材料"), "{}", run.out);
    assert!(run.out.lines().all(|line| line.split('\t').count() == 7), "{}", run.out);
    let errors = xiaoneng(&[&["catalogue", "check", "--least", "error"][..], &place].concat());
    assert!(errors.out.lines().all(|line| line.starts_with("error\t")), "{}", errors.out);
    assert!(errors.out.lines().count() < run.out.lines().count());
    let strict = xiaoneng(&[&["catalogue", "check", "--strict"][..], &place].concat());
    assert_eq!((strict.code, strict.out), (2, run.out));

    let peers = xiaoneng(&[&["catalogue", "peers"][..], &place].concat());
    let expected = "A\tpromised limit\t25\t10\t浙江\tbehind\nA\tmaterials\t1\t0\t江苏\tbehind\n";
    assert_eq!((peers.code, peers.out.as_str()), (0, expected));
}

#[test]
fn how_it_would_serve_is_told_with_where_each_setting_comes_from() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("xiaoneng.toml");
    fs::write(&file, "listen = \"127.0.0.1:9000\"\ndata = \"ledger\"\n").unwrap();
    let check = ["config", "check", "--config", text(&file), "--database", "postgres://a:b@c/d"];
    let run = xiaoneng(&check);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let listen = format!("listen = 127.0.0.1:9000 ({})\n", file.display());
    assert!(run.out.contains(&listen), "{}", run.out);
    assert!(run.out.contains("database = postgres://a:…@c/d (command line)\n"), "{}", run.out);
    assert!(!run.out.contains("ledger"), "{}", run.out);
    fs::write(&file, "port = \"9000\"\n").unwrap();
    let refused = xiaoneng(&check);
    assert!(refused.code == 2 && refused.err.contains("`port`"), "{}", refused.err);
}

#[test]
fn an_authority_that_does_not_hold_the_power_is_refused_with_the_rule() {
    let (package, folder) = (package(), tempfile::tempdir().unwrap());
    let changes = "item_code,change,to_level,effective_on\nA,devolved,city,2019-06-01\n";
    for (table, rows) in [("items", ITEMS), ("power_changes", changes)] {
        fs::write(package.path().join(format!("{table}.csv")), rows).unwrap();
    }
    let data = folder.path().join("data");
    let place = ["--data", text(&data)];
    imports(package.path(), &place);
    let asked = |level: &str, day: &str| {
        let asked = ["catalogue", "power", "A", "--region", "440300"];
        xiaoneng(&[&asked[..], &["--level", level, "--day", day], &place].concat())
    };
    let held = asked("city", "2019-06-01");
    assert_eq!(held.code, 0, "{}", held.err);
    let early = asked("city", "2019-05-31");
    assert!(early.code == 2 && early.err.contains("another level"), "{}", early.err);
    assert_eq!(asked("province", "2019-06-01").code, 2);
}

#[test]
fn a_change_for_one_region_until_a_day_is_in_a_package_and_comes_back_from_it() {
    let (package, folder) = (package(), tempfile::tempdir().unwrap());
    let changes = "item_code,change,to_level,effective_on\nA,delegated,city,2019-06-01\n";
    let handovers = "item_code,effective_on,region,until,agreement_no\n\
                     A,2019-06-01,440300,2019-12-31,粤公委〔2019〕1号\n";
    let tables = [("items", ITEMS), ("power_changes", changes), ("power_handovers", handovers)];
    for (table, rows) in tables {
        fs::write(package.path().join(format!("{table}.csv")), rows).unwrap();
    }
    let data = folder.path().join("data");
    imports(package.path(), &["--data", text(&data)]);
    let again = folder.path().join("again");
    let export = ["export", "--data", text(&data), "--to", text(&again)];
    let exported = xiaoneng(&export);
    assert_eq!(exported.code, 0, "{}", exported.err);
    let copy = folder.path().join("copy");
    imports(&again, &["--data", text(&copy)]);
    for data in [&data, &copy] {
        let asked = |region: &str, day: &str| {
            let asked = ["catalogue", "power", "A", "--level", "city", "--region", region];
            xiaoneng(&[&asked[..], &["--day", day, "--data", text(data)]].concat()).code
        };
        assert_eq!(asked("440300", "2019-12-31"), 0);
        assert_eq!(asked("440300", "2020-01-01"), 2);
        assert_eq!(asked("440100", "2019-12-31"), 2);
    }
}
