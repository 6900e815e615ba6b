//! The portal as `xiaoneng serve` serves it: what is there, and whatever somebody asks for.

use crate::ledger::{imports, package, text};
use crate::server::Server;

const ELEMENTS: &str = "\
item_code,element,value,valid_from
A,办理地点,旧厅,
A,办理地点,新厅,2999-01-01
A,server_type,自然人;enterprise,
A,user_topic_type,证件,
";
const PROOFS: &str = "name,abolished_on,basis\n'=1+1,2019-03-01,\n";

#[test]
fn the_portal_shows_what_is_recorded_and_answers_whatever_is_asked() {
    let (package, folder) = (package(), tempfile::tempdir().unwrap());
    for (table, rows) in [("item_elements", ELEMENTS), ("proofs", PROOFS)] {
        std::fs::write(package.path().join(format!("{table}.csv")), rows).unwrap();
    }
    let data = folder.path().join("data");
    let place = ["--data", text(&data)];
    imports(package.path(), &place);
    let server = Server::on(text(&data));
    for (path, said) in [
        ("/", "示例厅"),
        ("/?lang=en", "What do you need?"),
        ("/items/A", "保安服务许可"),
        ("/search?q=bafw", "<mark>保安服务</mark>"),
        ("/suggest?q=bafw", r#"[{"name":"保安服务许可","address":"/items/A"}]"#),
        ("/suggest?q=", "[]"),
        ("/items/A?lang=zh-CN", "旧厅"),
        ("/items?audience=person&theme=%E8%AF%81%E4%BB%B6", "保安服务许可"),
        ("/registers/proofs?q=%3D1", "=1+1"),
        ("/registers/proofs/%3D1%2B1?lang=en", "2019-03-01"),
        ("/registers/proofs/feed.xml?lang=en", "<title>Recorded: =1+1</title>"),
        ("/registers/proofs.csv", "'=1+1,2019-03-01,"),
        ("/healthz/live", "ok"),
        ("/healthz/ready", "ok"),
    ] {
        let (status, answer) = server.get(path);
        assert!(status == 200 && answer.contains(said), "{path}: {answer}");
    }
    for path in [
        "/items/%FF%00",
        "/items/..%2F..%2Fetc",
        "/search?q=%22*%20OR%20NEAR(%00",
        "/search?q=a&q=b",
        "/items?page=-1&kind=%27;--",
        "/items?audience=%FF&theme=%27&theme=a",
        "/suggest?q=%FF&q=%00",
        "/registers/proofs?q=%00&column=name&after=-1",
        "/registers/proofs/%FF%00",
        "/registers/ratings/feed.xml",
        "/registers/proofs?after=99999999999999999999",
        "/registers/ratings.csv",
        "/reports/99999/report.html",
        "/reports/2019/..%2F..%2Fledger.sqlite3",
        "/assets/../../data",
    ] {
        let (status, answer) = server.get(path);
        assert!((200..500).contains(&status), "{path}: {answer}");
    }
    // What is recorded later is shown without the program being started anew.
    let items = crate::ledger::ITEMS.replace("保安服务许可", "保安服务公司设立许可");
    std::fs::write(package.path().join("items.csv"), items).unwrap();
    let elements = ELEMENTS.replace("旧厅", "大厅");
    std::fs::write(package.path().join("item_elements.csv"), elements).unwrap();
    let proofs = PROOFS.replace("2019-03-01", "2019-03-04");
    std::fs::write(package.path().join("proofs.csv"), proofs).unwrap();
    imports(package.path(), &place);
    let (_, answer) = server.get("/items/A");
    assert!(answer.contains("保安服务公司设立许可") && answer.contains("大厅"), "{answer}");
    let (_, answer) = server.get("/registers/proofs/%3D1%2B1?lang=en");
    assert!(answer.contains("2019-03-01 → 2019-03-04"), "{answer}");
    let (_, answer) = server.get("/registers/proofs/feed.xml");
    assert_eq!(answer.matches("<entry>").count(), 2, "{answer}");
}
