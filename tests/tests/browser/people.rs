//! People, their companies, and that two of them are one, in the console (P1, P4, P5, I5).

use parlor_tests::admin::Admin;
use parlor_tests::browser::DESKTOP;
use parlor_tests::samples::{site, welcome};
use parlor_tests::stage::Stage;

const EMAIL: &str = "admin@example.com";

/// Somebody says what the address is.
async fn talks(stage: &Stage, address: &str) {
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.opens().await;
    visitor.picks("I sail").await;
    visitor.types(address).await;
    visitor.sees("Thank you. We will write.").await;
    visitor.has_sent_everything().await;
}

async fn told(admin: &Admin, selector: &str) -> String {
    let read = format!("return [...document.querySelectorAll({selector:?})].map(e => e.innerText.trim()).join(', ')");
    admin.browser().script(&read).await.expect("a page").as_str().unwrap_or_default().to_owned()
}

async fn shows(admin: &Admin, selector: &str, expected: &str) {
    let same = async || Ok((told(admin, selector).await == expected).then_some(()));
    admin.browser().wait(expected, same).await;
}

/// Chooses the first of those who are found in the dialog.
async fn chooses_first(admin: &Admin) {
    let radio = async || {
        let Some(radio) = admin.browser().element("return document.querySelector('.others input')").await? else {
            return Ok(None);
        };
        radio.click().await.map(Some)
    };
    admin.browser().wait("somebody to choose", radio).await;
}

#[tokio::test]
async fn p1_p5_i5_a_company_and_two_addresses_of_one_person() {
    let stage = Stage::with(&site(&[welcome(&["*/a"])])).await;
    let password = stage.parlor.add_user(EMAIL);
    talks(&stage, "ada@skerry.example").await;
    talks(&stage, "ada@mail.skerry.example").await;
    let admin = Admin::new(DESKTOP).await;
    admin.signs_in(&format!("{}/console/", stage.parlor.origin()), EMAIL, &password).await;

    admin.clicks("Attributes").await;
    admin.fills("company-attribute-label", "Tier").await;
    admin.fills("company-attribute-key", "tier").await;
    let whole_number = "document.getElementById('company-attribute-kind').selectedIndex = 2";
    admin.browser().script(whole_number).await.expect("a page");
    admin.clicks("Add the attribute of companies").await;
    admin.sees("Tier is there.").await;
    admin.clicks("Companies").await;
    admin.sees("No companies yet").await;
    admin.fills("company-name", "Skerry Harbour").await;
    admin.fills("company-domains", "skerry").await;
    admin.clicks("Add the company").await;
    admin.sees("“skerry” is no domain like example.com.").await;
    admin.fills("company-domains", "skerry.example").await;
    admin.clicks("Add the company").await;
    shows(&admin, "tbody th", "ada@mail.skerry.example, ada@skerry.example").await;
    shows(&admin, ".visit-head a", "ada@mail.skerry.example, ada@skerry.example").await;
    admin.clicks("Change…").await;
    admin.fills("company-size", "many").await;
    admin.clicks("Save").await;
    admin.sees("Type a whole number, or nothing.").await;
    admin.fills("company-size", "1 200").await;
    admin.fills("company-more-tier", "2").await;
    admin.clicks("Save").await;
    admin.sees("1,200").await;
    shows(&admin, "dl.facts div:last-child", "Tier\n2").await;
    // What is typed stays, and not what was known before.
    admin.clicks("Change…").await;
    admin.fills("company-more-tier", "gold").await;
    admin.clicks("Save").await;
    admin.sees("Type a whole number, or nothing.").await;
    let typed = "return document.getElementById('company-more-tier').value";
    assert_eq!(admin.browser().script(typed).await.expect("a page"), "gold");
    admin.fills("company-more-tier", "3").await;
    admin.clicks("Save").await;
    shows(&admin, "dl.facts div:last-child", "Tier\n3").await;

    // One of the two is the other.
    admin.clicks("ada@skerry.example").await;
    admin.sees("Same person twice?").await;
    admin.clicks("Merge with…").await;
    admin.fills("merge-search", "mail.skerry").await;
    chooses_first(&admin).await;
    admin.clicks("Merge").await;
    admin.sees("merged just now by admin@example.com").await;
    // Both conversations are in the one log, and the list finds them by the address that is gone.
    shows(&admin, ".run-head h4", "Welcome, Welcome").await;
    admin.clicks("Conversations").await;
    shows(&admin, "tbody th", "ada@skerry.example, ada@skerry.example").await;
    admin.fills("search", "mail.skerry").await;
    shows(&admin, "tbody th", "ada@skerry.example, ada@skerry.example").await;
    admin.clicks("ada@skerry.example").await;
    admin.sees("Where may we write?").await;

    // The list with another column.
    admin.clicks("People").await;
    shows(&admin, "tbody th", "ada@skerry.example").await;
    admin.clicks("Columns").await;
    let tick = "const box = [...document.querySelectorAll('.list-choices label')].find(e => e.innerText.trim() === 'Role')?.querySelector('input'); \
        box?.click(); return !!box";
    admin.browser().script(tick).await.expect("a page");
    shows(&admin, "thead th", "Name, Address, First known, Last seen, Role").await;
    shows(&admin, "tbody td:last-child", "sailor").await;
}
