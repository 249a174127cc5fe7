//! The works that are measured, the same natively and in browsers. Each returns a number that somebody looks at, so that no
//! compiler leaves the work out.

use parlor_domain::event::What;
use parlor_domain::flow::Flow;
use parlor_domain::form::Form;
use parlor_domain::site::SiteFile;
use parlor_domain::state::{Act, State};
use parlor_engine::condition::{Verdict, decide};
use parlor_engine::facts::Facts;
use parlor_engine::pages::match_page;
use parlor_engine::resolve::{Choice, resolve};
use parlor_engine::step::{Input, step};
use parlor_engine::transcript::replay;

use crate::scene::{Scene, View};
use crate::world::NOW;

/// A scene, ready to be worked on.
pub(crate) struct Works {
    file: Vec<u8>,
    site: SiteFile,
    pub(crate) views: Vec<View>,
    flow: Flow,
    inputs: Vec<What>,
    /// The conversation half-way, and what is done next.
    half: State,
    act: Act,
}

impl Works {
    /// Reads the scene as a browser does.
    pub(crate) fn new(scene: Scene) -> Option<Self> {
        let Scene { site: file, views, flow, inputs } = scene;
        let site = SiteFile::from_bytes(&file).ok()?;
        let (before, after) = inputs.split_at(inputs.len() / 2);
        let What::Acted(act) = after.first()? else { return None };
        Some(Self { half: replay(&flow, before), act: act.clone(), file, site, views, flow, inputs })
    }

    /// How many dialogues there are.
    pub(crate) fn dialogues(&self) -> usize {
        self.site.dialogues.len()
    }

    /// Which dialogue is shown at this page view, counted from 1; 0: none. What these sites can't lead to is a large number.
    pub(crate) fn resolve(&self, view: usize) -> u32 {
        let (memory, page) = &self.views[view];
        match resolve(&self.site, memory, page, NOW).choice {
            Choice::Nothing => 0,
            Choice::Show(at) => at as u32 + 1,
            Choice::Continue(_) | Choice::Wait(_) => u32::MAX,
        }
    }

    /// Whether page patterns and audience of this dialogue match.
    pub(crate) fn verdict(&self, view: usize, dialogue: usize) -> bool {
        let ((memory, page), dialogue) = (&self.views[view], &self.site.dialogues[dialogue]);
        let facts = Facts { memory, page, now: NOW, conversation: None };
        match_page(&dialogue.pages, &page.address) && decide(&dialogue.audience, &facts) == Verdict::True
    }

    /// One step, from a copy of the state half-way. How many turns and effects there are then.
    pub(crate) fn step(&self) -> u32 {
        let (state, effects) = step(&self.flow, self.half.clone(), Input::Act(self.act.clone()));
        (state.turns.len() + effects.len()) as u32
    }

    /// The whole conversation anew. How many turns it has.
    pub(crate) fn replay(&self) -> u32 {
        replay(&self.flow, &self.inputs).turns.len() as u32
    }

    /// The site file read anew. How many dialogues it has.
    pub(crate) fn read(&self) -> u32 {
        SiteFile::from_bytes(&self.file).map_or(0, |site| site.dialogues.len() as u32)
    }
}
