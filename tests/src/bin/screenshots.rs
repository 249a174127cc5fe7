//! Makes the pictures in `docs/images`: each page of the demo with its dialogue or flow, as a visitor sees it, and the log that
//! comes of it, as somebody in the console does.

use std::path::{Path, PathBuf};

use parlor_tests::admin::Admin;
use parlor_tests::browser::{Browser, DESKTOP, Options, PHONE};
use parlor_tests::program::Demo;
use parlor_tests::visitor::Visitor;
use serde_json::json;

/// How much is kept of what the eye doesn't miss, in percent.
const QUALITY: u8 = 60;
/// What opens the document.
const BROCHURE: &str = "Open Station brochure";
/// What phones are called in the names of files.
const PHONE_NAME: &str = "phone";
/// What is shown in the dark and on a phone, too; the rest would show nothing new.
const ALSO_IN_THE_DARK: [&str; 2] = ["home", "log"];
const ALSO_ON_A_PHONE: [&str; 4] = ["teaser", "home", "reader", "log"];

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/images");
    std::fs::create_dir_all(&folder).expect("a folder");
    let log = tempfile::NamedTempFile::new().expect("a file");
    for (device, options) in [("desktop", DESKTOP), (PHONE_NAME, PHONE)] {
        for dark in [false, true] {
            // Each is the first to come.
            let demo = Demo::start(log.path());
            let camera = Camera { folder: folder.clone(), device, dark };
            let (website, console) = (demo.printed("Website"), demo.printed("Console"));
            let login = demo.printed("Sign in with");
            let (email, password) = login.split_once(" and ").expect("a login");
            let options = Options { dark, ..options };
            visits(&Maren { visitor: Visitor::new(options).await, website }, &camera).await;
            let admin = Admin::new(options).await;
            admin.signs_in(&console, email, password).await;
            admin.goes_to_page("People").await;
            admin.clicks("Maren Halcro").await;
            admin.sees("Was identified by the website").await;
            admin.browser().script("document.getElementById('log-title').scrollIntoView()").await.expect("a page");
            camera.takes("log", admin.browser()).await;
            pages(&admin, &camera).await;
        }
    }
}

/// The pages of the console that are told of in its manual.
const PAGES: [(&str, &str); 8] = [
    ("Dialogues", "Conversational flows"),
    ("People", "Maren Halcro"),
    ("Attributes", "Add an attribute"),
    ("Reports", "What these figures count"),
    ("Install", "Check a page"),
    ("Look", "This is the real chat."),
    ("Settings", "Where the chat may appear"),
    ("Users", "Invite somebody"),
];

/// Goes through the pages of the console.
async fn pages(admin: &Admin, camera: &Camera) {
    for (page, sees) in PAGES {
        admin.goes_to_page(page).await;
        admin.sees(sees).await;
        camera.takes(&format!("console-{}", page.to_lowercase()), admin.browser()).await;
    }
}

/// A customer of the demo's invented company, at a browser.
struct Maren {
    visitor: Visitor,
    website: String,
}

/// She goes from page to page, and talks wherever she is spoken to.
async fn visits(maren: &Maren, camera: &Camera) {
    let (visitor, browser) = (&maren.visitor, maren.visitor.browser());
    maren.goes_to("").await;
    visitor.sees_teaser("Hello.").await;
    camera.takes("teaser", browser).await;
    maren.opens().await;
    visitor.picks("I run a harbour").await;
    visitor.sees("How many berths").await;
    visitor.types("120").await;
    visitor.sees("Station brochure").await;
    visitor.clicks(&format!("[aria-label='{BROCHURE}']")).await;
    visitor.reads(1, 4).await;
    camera.takes("reader", browser).await;
    visitor.clicks_in_reader("#close").await;
    visitor.sees("Where may we send").await;
    camera.takes("home", browser).await;
    visitor.runs("Parlor('locale', 'ar')").await;
    maren.opens().await;
    visitor.clicks("[aria-label='إرسال']").await;
    camera.takes("arabic", browser).await;
    visitor.runs("Parlor('locale', 'en')").await;
    maren.opens().await;
    visitor.types("maren@skerry-harbour.example").await;
    visitor.sees("It is on its way").await;

    maren.goes_to("pricing.html").await;
    visitor.runs("scrollTo(0, document.body.scrollHeight)").await;
    maren.opens().await;
    visitor.picks("Quay or Buoy").await;
    visitor.sees("a wall or a pile").await;
    camera.takes("pricing", browser).await;
    visitor.picks("Yes").await;
    visitor.picks("No, that was it").await;
    visitor.sees("The prices stay").await;
    maren.clicks("[data-parlor-start='Book a survey']").await;
    visitor.sees("What shall we look at?").await;
    camera.takes("survey", browser).await;
    visitor.clicks("[aria-label='Close chat']").await;

    maren.goes_to("docs/").await;
    maren.opens().await;
    visitor.sees("help?").await;
    camera.takes("docs", browser).await;
    visitor.picks("Yes").await;
    visitor.sees("Good to hear").await;

    maren.goes_to("app/").await;
    maren.clicks("#quiz").await;
    visitor.picks("The moon").await;
    visitor.sees("How long from one high water").await;
    camera.takes("live", browser).await;
    visitor.picks("12 and a half hours").await;
    visitor.picks("At new and full moon").await;
    visitor.sees("How a mast learns").await;

    maren.goes_to("customers/sign-in?as=maren").await;
    maren.opens().await;
    visitor.sees("What can we do for you?").await;
    camera.takes("customers", browser).await;
    visitor.picks("Come and look").await;
    visitor.types("+44 1595 555 0134").await;
    visitor.sees("the long ladder").await;

    maren.goes_to("contact.html").await;
    let send = "const form = document.querySelector('form'); \
        for (const field of form.querySelectorAll('input, textarea')) field.value = said[field.name] ?? 'The lamp is dark.'; \
        form.requestSubmit();";
    let said = json!({ "name": "Maren", "email": "maren@skerry-harbour.example", "harbour": "Skerry Harbour" });
    visitor.runs(&format!("const said = {said}; {send}")).await;
    visitor.is_on("/thanks").await;
    maren.opens().await;
    visitor.sees("what is it about?").await;
    camera.takes("contact", browser).await;
    visitor.picks("A station we have").await;
    visitor.sees("Then Magnus reads it").await;
    visitor.has_sent_everything().await;
}

impl Maren {
    /// She goes to a page, when all that she did has arrived.
    async fn goes_to(&self, path: &str) {
        if !path.is_empty() {
            self.visitor.has_sent_everything().await;
        }
        self.visitor.browser().client().goto(&format!("{}{path}", self.website)).await.expect("a page");
    }

    /// She opens the chat where it teases her; where it was open it opens by itself.
    async fn opens(&self) {
        let is_open = async || match self.visitor.box_class().await?.as_deref() {
            Some("teaser") => self.visitor.browser().in_frame(async || self.clicks_first_button().await).await.map(|_| None),
            Some("panel") => Ok(Some(())),
            _ => Ok(None),
        };
        self.visitor.browser().wait("an open chat", is_open).await;
    }

    async fn clicks_first_button(&self) -> parlor_tests::browser::Found<()> {
        let Some(button) = self.visitor.browser().element("return document.querySelector('.teaser-open')").await? else {
            return Ok(None);
        };
        button.click().await.map(Some)
    }

    /// She clicks something on the page, which an open chat may cover on a phone.
    async fn clicks(&self, selector: &str) {
        self.visitor.has_chat().await;
        self.visitor.runs(&format!("document.querySelector({selector:?}).click()")).await;
    }
}

/// Where pictures go, and what of.
struct Camera {
    folder: PathBuf,
    device: &'static str,
    dark: bool,
}

impl Camera {
    /// Takes a picture when nothing moves any longer.
    async fn takes(&self, scene: &str, browser: &Browser) {
        let of_console = scene.starts_with("console-");
        let in_the_dark = !self.dark || ALSO_IN_THE_DARK.contains(&scene) || of_console && self.device != PHONE_NAME;
        let on_a_phone = self.device != PHONE_NAME || ALSO_ON_A_PHONE.contains(&scene) || of_console;
        if !(in_the_dark && on_a_phone) {
            return;
        }
        let mut before = Vec::new();
        loop {
            let now = browser.photograph(QUALITY).await;
            if now == before {
                break;
            }
            before = now;
            tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        }
        let dark = if self.dark { "-dark" } else { "" };
        let path = self.folder.join(format!("{scene}-{}{dark}.webp", self.device));
        std::fs::write(&path, before).expect("a file");
    }
}
