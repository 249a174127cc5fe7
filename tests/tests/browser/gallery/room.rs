//! The place where the gallery is seen: the demo, and a browser in it whose window and colours change while it is open.

use std::collections::BTreeSet;

use parlor_tests::browser::{DESKTOP, Options, ROOT};
use parlor_tests::program::Demo;
use parlor_tests::visitor::Visitor;
use parlor_tests::{axe, spoken};
use serde_json::{Value, json};
use tempfile::NamedTempFile;

use super::states::{Act, State};

/// How a window shows the page.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    pub size: Size,
    pub dark: bool,
    /// Whether the system says which few colours there are.
    pub forced: bool,
    /// Whether little is to move.
    pub calm: bool,
}

impl Look {
    pub const LIGHT: Self = Self { size: Size::Desktop, dark: false, forced: false, calm: false };
    pub const DARK: Self = Self { dark: true, ..Self::LIGHT };
    pub const FORCED: Self = Self { forced: true, ..Self::LIGHT };
    pub const CALM: Self = Self { calm: true, ..Self::LIGHT };
}

/// How large a window is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Size {
    /// There the chat is 400 by 640.
    Desktop,
    /// The narrowest there is.
    Phone,
    /// The desktop's at 200 %, where half as much of everything has room.
    Zoomed,
}

/// All of them.
pub const SIZES: [Size; 3] = [Size::Desktop, Size::Phone, Size::Zoomed];

impl Size {
    const fn pixels(self) -> (u32, u32, u32) {
        match self {
            Self::Desktop => (1280, 800, 1),
            Self::Phone => (320, 640, 1),
            Self::Zoomed => (640, 400, 2),
        }
    }
}

/// The demo with somebody in front of it.
pub struct Room {
    pub visitor: Visitor,
    website: String,
    _demo: Demo,
}

impl Room {
    /// Nobody has been there.
    pub async fn open() -> Self {
        let log = NamedTempFile::new().expect("a file");
        let demo = Demo::start(log.path());
        let website = demo.printed("Website");
        let visitor = Visitor::new(Options { isolates: false, ..DESKTOP }).await;
        axe::prepare(visitor.browser()).await;
        visitor.browser().devtools("Network.enable", json!({})).await;
        Self { visitor, website, _demo: demo }
    }

    /// Goes to a page of the demo.
    pub async fn goes_to(&self, path: &str) {
        self.visitor.browser().client().goto(&format!("{}{path}", self.website)).await.expect("a page");
    }

    /// The names of the states that the page offers.
    pub async fn offers(&self) -> BTreeSet<String> {
        self.goes_to("gallery/").await;
        let offers = "return [...document.querySelectorAll('#states a')].map(link => link.textContent)";
        let offers = self.visitor.runs(offers).await;
        lines(&offers).into_iter().collect()
    }

    /// Brings a state about.
    pub async fn shows(&self, state: &State, look: Look) {
        self.looks(look).await;
        self.goes_without_rest(state.lacks_rest()).await;
        self.goes_to(&format!("gallery/?state={}", state.shown.replace(' ', "+"))).await;
        for act in state.acts {
            self.does(*act).await;
        }
        self.settles().await;
    }

    /// Whatever the state lacked is there again.
    pub async fn leaves(&self, state: &State) {
        if state.acts.iter().any(|act| matches!(act, Act::LosesConnection)) {
            self.is_connected(true).await;
        }
    }

    async fn does(&self, act: Act) {
        let visitor = &self.visitor;
        match act {
            Act::Sees(text) => visitor.sees(text).await,
            Act::IsTeased(text) => visitor.sees_teaser(text).await,
            Act::Picks(label) => visitor.picks(label).await,
            Act::Types(text) => visitor.types(text).await,
            Act::Clicks(selector) => visitor.clicks(selector).await,
            Act::ClicksOnPage(selector) => visitor.clicks_on_page(selector).await,
            Act::Finds(selector) => {
                let script = format!("return !!document.querySelector({selector:?})");
                let is_there = async || Ok(visitor.browser().frame_script(&script).await?.filter(|found| *found == json!(true)));
                visitor.browser().wait(selector, is_there).await;
            }
            Act::ScrollsUp => drop(self.in_frame("document.querySelector('.scroll').scrollTop = 0").await),
            Act::LosesConnection => self.is_connected(false).await,
            // Done before the page.
            Act::LacksRest => {}
        }
    }

    async fn is_connected(&self, is: bool) {
        let how = json!({ "offline": !is, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
        self.visitor.browser().devtools("Network.emulateNetworkConditions", how).await;
    }

    async fn goes_without_rest(&self, is: bool) {
        let blocked = if is { vec!["*widget_later*"] } else { Vec::new() };
        self.visitor.browser().devtools("Network.setCacheDisabled", json!({ "cacheDisabled": is })).await;
        self.visitor.browser().devtools("Network.setBlockedURLs", json!({ "urls": blocked })).await;
    }

    /// Changes how the page is shown, and waits until it is.
    pub async fn takes(&self, look: Look) {
        self.looks(look).await;
        self.settles().await;
    }

    /// Changes how pages are shown.
    pub async fn looks(&self, look: Look) {
        let (width, height, scale) = look.size.pixels();
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": scale, "mobile": false });
        let feature = |name: &str, value: &str| json!({ "name": name, "value": value });
        let colours = feature("prefers-color-scheme", if look.dark { "dark" } else { "light" });
        let forced = feature("forced-colors", if look.forced { "active" } else { "none" });
        let motion = feature("prefers-reduced-motion", if look.calm { "reduce" } else { "no-preference" });
        let media = json!({ "features": [colours, forced, motion] });
        self.visitor.browser().devtools("Emulation.setDeviceMetricsOverride", metrics).await;
        self.visitor.browser().devtools("Emulation.setEmulatedMedia", media).await;
    }

    /// Waits until page and frame have their sizes and colours, and pictures are there.
    async fn settles(&self) {
        let browser = self.visitor.browser();
        let place = format!(
            "{ROOT} const frame = root?.querySelector('#frame'); if (!frame) return null; \
             const {{ clientWidth }} = document.documentElement, isLocked = clientWidth === innerWidth; \
             const isFull = /^p/.test(frame.className) && innerWidth < 480; \
             return [frame.clientWidth, frame.clientHeight, root.getAnimations().length + (isFull && !isLocked)]"
        );
        let inside = "const goes = document.getAnimations().some(animation => animation instanceof CSSTransition); \
            return [innerWidth, innerHeight, !goes && [...document.images].every(image => image.naturalWidth) ? 0 : 1]";
        let is_settled = async || {
            let (outside, inside) = (browser.script(&place).await?, browser.frame_script(inside).await?);
            Ok((Some(outside) == inside).then_some(()))
        };
        browser.wait("a page that is settled", is_settled).await;
        // What follows from a size follows when it is painted.
        let painted = "const [done] = arguments; requestAnimationFrame(() => requestAnimationFrame(() => done()))";
        let painted = async || browser.client().execute_async(painted, Vec::new()).await.map(Some);
        browser.in_frame(painted).await.expect("a frame");
    }

    /// What is wrong with how launcher and frame lie on the page.
    pub async fn page_faults(&self) -> Vec<String> {
        let script = "const box = (id) => root.querySelector(id).getBoundingClientRect(), frame = box('#frame'), launcher = box('#launcher'); \
            const faults = [frame, launcher].flatMap(({ left, top, right, bottom }) => \
                left < 0 || top < 0 || right > innerWidth || bottom > innerHeight ? [`outside: ${[left, top, right, bottom]}`] : []); \
            if (launcher.width && frame.bottom > launcher.top && frame.right > launcher.left) faults.push('frame over launcher'); \
            if (document.documentElement.scrollWidth > innerWidth) faults.push('the page scrolls sideways'); return faults";
        let told = self.visitor.runs(&format!("{ROOT} {script}")).await;
        lines(&told)
    }

    /// What would move, on the page and in the frame. What only appears after a while doesn't.
    pub async fn moves(&self) -> Vec<String> {
        let moving = "const moving = (all) => [...all].filter((element) => { \
            const { transitionDuration, animationDuration, animationName } = getComputedStyle(element); \
            return parseFloat(transitionDuration) || animationName !== 'none' && parseFloat(animationDuration); \
            }).map((element) => element.outerHTML.slice(0, 80));";
        let outside = self.visitor.runs(&format!("{moving} {ROOT} return moving(root.querySelectorAll('*'))")).await;
        let inside = self.in_frame(&format!("{moving} return moving(document.querySelectorAll('*'))")).await;
        [outside, inside].iter().flat_map(lines).collect()
    }

    /// Where the frame is, as a clip of a picture. The page around it is left out.
    pub async fn frame_place(&self) -> Value {
        let script = "const { x, y, width, height } = root.querySelector('#frame').getBoundingClientRect(); \
            return { x: Math.round(x), y: Math.round(y), width: Math.round(width), height: Math.round(height), scale: 1 }";
        self.visitor.runs(&format!("{ROOT} {script}")).await
    }

    /// What a screen reader finds in the frame.
    pub async fn spoken(&self) -> String {
        let times = "[...document.querySelectorAll('.time, .when')].map(time => time.firstChild.textContent)";
        let times = self.in_frame(&format!("return {times}")).await;
        spoken::frame_tree(&self.visitor, &lines(&times)).await
    }

    /// What a script returns within the frame.
    pub async fn in_frame(&self, script: &str) -> Value {
        self.visitor.browser().frame_script(script).await.expect("a frame").unwrap_or_default()
    }
}

/// The texts of a list.
fn lines(told: &Value) -> Vec<String> {
    told.as_array().into_iter().flatten().filter_map(Value::as_str).map(ToOwned::to_owned).collect()
}
