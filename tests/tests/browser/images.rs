//! Images that stand in texts, copied from a website when they were published.

use expect_test::expect;
use parlor_tests::samples::site;
use parlor_tests::stage::Stage;
use parlor_tests::visitor::Visitor;
use serde_json::{Value, json};

/// A site that shows what lies on its website.
fn showing(picture: &str) -> Value {
    let text = format!("This is the harbour:\n![Boats at the quay]({picture})\nShall we show you round?");
    site(&[json!({
        "name": "Shows",
        "pages": { "include": ["*/a"] },
        "flow": {
            "start": "look",
            "cards": {
                "look": { "message": { "text": text, "next": "ask" } },
                "ask": { "question": { "text": "When?", "choices": [{ "label": "Today" }] } }
            }
        }
    })])
}

#[tokio::test]
async fn c1_w21_an_image_is_drawn_from_parlor_and_has_words() {
    let stage = Stage::with(&site(&[])).await;
    let picture = stage.site.address("/picture.png");
    stage.parlor.import_with(&showing(&picture), &["--publish", "--allow-private-addresses"]);
    let visitor = stage.visitor().await;
    visitor.goes_to(&stage.site, "/a").await;
    visitor.opens().await;
    visitor.sees("When?").await;
    is_drawn(&visitor).await;
    let of_image = |script: &str| format!("const image = document.querySelector('.message img'); return {script}");
    let told = async |script: &str| visitor.browser().frame_script(&of_image(script)).await.expect("a frame").expect("an answer");
    assert_eq!(told("image.alt").await, json!("Boats at the quay"));
    assert_eq!(told("new URL(image.src).origin").await, json!(stage.parlor.origin()));
    // Its place has its form before it is there, and the message holds all of it.
    assert_eq!(told("[image.getAttribute('width'), image.getAttribute('height')]").await, json!(["480", "680"]));
    assert_eq!(told("Math.abs(image.width / image.height - 480 / 680) < 0.01").await, json!(true));
    let within = "image.getBoundingClientRect().right <= image.parentElement.getBoundingClientRect().right";
    assert_eq!(told(within).await, json!(true));
    expect![[r#"
        Harbour says: This is the harbour:Shall we show you round?
        Harbour says: When?"#]]
    .assert_eq(&visitor.conversation().await);
    assert_eq!(visitor.problems().await, [""; 0]);
}

async fn is_drawn(visitor: &Visitor) {
    let is_drawn = "return document.querySelector('.message img')?.naturalWidth === 480";
    let drawn = async || Ok(visitor.browser().frame_script(is_drawn).await?.filter(|drawn| *drawn == json!(true)));
    visitor.browser().wait("the image", drawn).await;
}
