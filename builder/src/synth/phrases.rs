//! Phrases that the documents of a synthetic catalogue are made of.

pub(super) const PURPOSES: [&str; 8] = [
    "comparing groups at a glance",
    "showing how a measure changes over a year",
    "spotting outliers before a model is fitted",
    "explaining a result to people outside the field",
    "monitoring a process against its limits",
    "teaching what a distribution looks like",
    "choosing between a handful of alternatives",
    "reporting survey answers by region",
];

pub(super) const ADVICE: [&str; 6] = [
    "Label the axes with units",
    "Keep to colours that readers with colour blindness can tell apart",
    "Sort by value unless the order has a meaning of its own",
    "Use transparency where marks overlap",
    "Leave out the grid lines that nobody reads",
    "Begin the axis of lengths at zero",
];

pub(super) const STRENGTHS: [&str; 6] = [
    "Axes are labelled with units",
    "Colours are easy to tell apart",
    "The code is short and has no unused imports",
    "Data are realistic for the field",
    "The legend stands clear of the marks",
    "Text is readable at half the size",
];

pub(super) const WEAKNESSES: [&str; 5] = [
    "Tick labels come close to each other",
    "The title repeats the axis labels",
    "Marks overlap in the densest part",
    "The legend could stand beside the lines",
    "The lower third of the canvas stays empty",
];

pub(super) const MAKERS: [&str; 3] = ["claude-opus", "claude-sonnet", "a contributor"];
