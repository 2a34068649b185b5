//! The rest of a body that is sent in chunks.

/// Most bytes of a chunk, and of a body that is sent as one. A reader that stalls holds one chunk.
pub(super) const CHUNK: usize = 128 * 1024;

/// Room for a chunk and for what may be written after its end is noticed: an image of usual size and short strings. A vector
/// that must grow is copied.
pub(super) const CHUNK_ROOM: usize = CHUNK + 8 * 1024;

/// Bytes of an image of usual size with all fields, a few more than on the real catalogue.
pub(super) const IMAGE: usize = 800;

/// All that the next chunk of a body needs besides the request. The caller keeps it, so a reader that stalls costs an instance
/// of the worker nothing, and after a trap another instance of the same snapshot goes on with the body.
///
/// It consists of plain numbers, which can be kept outside the memory of an instance. Only the writer of a body knows
/// their meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Continuation {
    /// Stage of the body, and the position in it. Changes with each chunk.
    pub(super) position: Position,
    /// Rows or counts that are found once for a stage.
    pub(super) found: Vec<u32>,
    /// The rows, or the values with their counts, that come next. Few chunks change them.
    pub(super) run: Vec<u32>,
    /// Number of changes of each of these two.
    editions: [u32; 2],
}

/// Stage, and four numbers that the stage defines.
pub(super) type Position = [u32; 5];

/// The stages of bodies.
pub(super) mod stage {
    /// The body is complete.
    pub(in crate::http) const DONE: u32 = 0;
    /// Bytes of a body that is made anew for each chunk.
    pub(in crate::http) const BYTES: u32 = 1;
    /// Members of a filter's reply after its images.
    pub(in crate::http) const MEMBERS: u32 = 2;
    /// Images of a list. The number of the list is added.
    pub(in crate::http) const IMAGES: u32 = 3;
}

impl Continuation {
    /// The beginning of a stage.
    pub(super) fn of(position: Position, found: Vec<u32>, run: Vec<u32>) -> Self {
        Self { position, found, run, editions: [0; 2] }
    }

    /// Goes on at `position`, with another run if there is one.
    pub(super) fn go_on(&mut self, position: Position, run: Option<Vec<u32>>) {
        self.position = position;
        if let Some(run) = run {
            self.run = run;
            self.editions[1] = self.editions[1].wrapping_add(1);
        }
    }

    /// Goes on with another stage, which begins with `other`.
    pub(super) fn enter(&mut self, other: Self) {
        self.found = other.found;
        self.editions[0] = self.editions[0].wrapping_add(1);
        self.go_on(other.position, Some(other.run));
    }

    /// Marks the body as complete.
    pub(super) fn finish(&mut self) {
        self.enter(Self::of([stage::DONE; 5], Vec::new(), Vec::new()));
    }

    /// True if the body is complete.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.position[0] == stage::DONE
    }

    /// The continuation that consists of these numbers: those of [`numbers`](Self::numbers) and [`kept`](Self::kept).
    #[must_use]
    pub fn restored([position @ .., of_found, of_run]: [u32; 7], [found, run]: [Vec<u32>; 2]) -> Self {
        Self { position, found, run, editions: [of_found, of_run] }
    }

    /// The numbers that change with each chunk. The last two are the numbers of changes of the two parts of
    /// [`kept`](Self::kept).
    #[must_use]
    pub fn numbers(&self) -> [u32; 7] {
        let ([stage, a, b, c, d], [of_found, of_run]) = (self.position, self.editions);
        [stage, a, b, c, d, of_found, of_run]
    }

    /// The numbers that few chunks change, in two parts.
    #[must_use]
    pub fn kept(&self) -> [&[u32]; 2] {
        [&self.found, &self.run]
    }
}
