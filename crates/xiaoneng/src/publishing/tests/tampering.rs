//! What was changed behind the program's back is named.

use super::{Setting, change};
use crate::publishing::check_published;

fn found(setting: &Setting) -> Vec<String> {
    let books = setting.books();
    let found = check_published(&books, |_, _| {}).unwrap();
    books.close();
    found.iter().map(ToString::to_string).collect()
}

#[test]
fn an_act_a_row_or_a_published_text_that_was_changed_makes_a_difference_that_is_named() {
    for (statement, named) in [
        (
            // M2 was decided a day earlier, then.
            "update acts set at = at - 86400000000 where matter = 'M2' and act = 'granted'",
            "report of 2019, edition 1: figure `cases_overdue`: recorded 1, recomputed 0",
        ),
        (
            "update acts set cells = replace(cells, '\"online_depth\":\"4\"', '\"online_depth\":\"3\"') \
             where register = 'items'",
            "report of 2019, edition 1: `evidence/licence_items_depth_4.csv`: recorded ",
        ),
        (
            "update acts set cells = replace(cells, '\\\"id\\\": \\\"cases_decided\\\",\\n      \
             \\\"section\\\": 5,\\n      \\\"value\\\": 2', '\\\"id\\\": \\\"cases_decided\\\",\\n      \
             \\\"section\\\": 5,\\n      \\\"value\\\": 3') where act = 'drafted'",
            "report of 2019, edition 1: figure `cases_decided`: recorded 3, recomputed 2",
        ),
        (
            "update acts set cells = json_set(cells, '$.text', 'name = \"licensing\"') \
             where register = 'procedures' and matter = 'licensing'",
            "report of 2019, edition 1: version `procedures/licensing`: recorded ",
        ),
    ] {
        let setting = Setting::in_a_folder();
        setting.publishes();
        assert_eq!(found(&setting), [] as [String; 0]);
        change(&setting.at("data"), statement);
        let found = found(&setting);
        assert!(found.iter().any(|said| said.starts_with(named)), "{named}: {found:#?}");
    }
}
