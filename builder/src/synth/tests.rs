use std::collections::{BTreeMap, BTreeSet, HashSet};

use catalog_edge::model::Records;

use super::{Previews, synth as synth_with};

/// Generates a catalogue as benchmarks do.
fn synth(images: usize, seed: u64) -> Records {
    synth_with(images, seed, Previews::Elsewhere).map_impls(Iterator::collect)
}

/// Returns the number of values of a facet, of pairs of row and value, and how often each value occurs, descending.
fn skew<'a>(rows: impl Iterator<Item = &'a Vec<String>>) -> (usize, usize, Vec<usize>) {
    let mut counts = BTreeMap::<&str, usize>::new();
    for value in rows.flatten() {
        *counts.entry(value).or_default() += 1;
    }
    let mut counts: Vec<usize> = counts.into_values().collect();
    counts.sort_by_key(|&count| std::cmp::Reverse(count));
    (counts.len(), counts.iter().sum(), counts)
}

fn images(records: &Records) -> usize {
    records.impls.iter().filter(|item| item.url_light.is_some()).count()
}

#[test]
fn same_arguments_give_the_same_records() {
    assert_eq!(synth(500, 7), synth(500, 7));
    assert_ne!(synth(500, 7).impls, synth(500, 8).impls);
}

#[test]
fn most_images_have_a_time_of_their_own() {
    for seed in 0..4 {
        let records = synth(3_623, seed);
        let times: HashSet<Option<i64>> = records.impls.iter().map(catalog_edge::model::Impl::time).collect();
        assert!(times.len() > 3_600 && !times.contains(&None), "{}", times.len());
        let changed = records.impls.iter().filter(|item| item.updated.is_some()).count();
        assert!((3_350..3_600).contains(&changed), "{changed}");
        assert!(records.impls.iter().all(|item| item.updated.is_none_or(|time| Some(time) > item.generated_at)));
    }
}

#[test]
fn there_are_exactly_as_many_images_as_asked_for() {
    for count in [0, 1, 2, 5, 6, 10, 12, 100, 3_623, 10_000, 100_001] {
        for seed in [0, 1, u64::MAX] {
            assert_eq!(images(&synth(count, seed)), count, "{count} images, seed {seed}");
        }
    }
}

#[test]
fn implementations_are_unique_and_refer_to_what_there_is() {
    for count in [1, 10, 3_623, 250_000] {
        let records = synth(count, 3);
        let specs: HashSet<&str> = records.specs.iter().map(|spec| spec.id.as_str()).collect();
        assert_eq!(specs.len(), records.specs.len(), "ids of specs among {count} images");
        let libraries: HashSet<(&str, &str)> =
            records.libraries.iter().map(|library| (library.language.as_str(), library.id.as_str())).collect();
        let languages: HashSet<&str> = records.languages.iter().map(|language| language.id.as_str()).collect();
        assert!(libraries.iter().all(|(language, _)| languages.contains(language)));
        let mut seen = HashSet::new();
        for item in &records.impls {
            assert!(specs.contains(item.spec.as_str()), "{item:?}");
            assert!(libraries.contains(&(item.language.as_str(), item.library.as_str())), "{item:?}");
            assert!(seen.insert((&item.spec, &item.language, &item.library)), "{item:?} twice");
        }
    }
}

#[test]
fn proportions_are_those_of_the_real_catalog() {
    for seed in 0..4 {
        let records = synth(3_623, seed);
        let implemented: HashSet<&str> = records.impls.iter().map(|item| item.spec.as_str()).collect();
        assert_eq!(implemented.len(), 324);
        assert_eq!((records.specs.len(), records.libraries.len(), records.languages.len()), (326, 15, 4));

        let facets = [
            ("plot_type", skew(records.specs.iter().map(|spec| &spec.tags[0])), 114, 492),
            ("data_type", skew(records.specs.iter().map(|spec| &spec.tags[1])), 33, 760),
            ("domain", skew(records.specs.iter().map(|spec| &spec.tags[2])), 43, 769),
            ("features", skew(records.specs.iter().map(|spec| &spec.tags[3])), 197, 1_013),
            ("dependencies", skew(records.impls.iter().map(|item| &item.tags[0])), 32, 1_110),
            ("techniques", skew(records.impls.iter().map(|item| &item.tags[1])), 205, 8_497),
            ("patterns", skew(records.impls.iter().map(|item| &item.tags[2])), 45, 6_041),
            ("dataprep", skew(records.impls.iter().map(|item| &item.tags[3])), 76, 1_636),
            ("styling", skew(records.impls.iter().map(|item| &item.tags[4])), 45, 5_802),
        ];
        for (name, (values, pairs, counts), real_values, real_pairs) in facets {
            assert!(values.abs_diff(real_values) <= 2, "{name} of seed {seed}: {values} values");
            assert!(pairs.abs_diff(real_pairs) * 10 <= real_pairs, "{name} of seed {seed}: {pairs} pairs");
            let head: usize = counts[..4].iter().sum();
            assert!(head * 3 > pairs, "{name} of seed {seed}: the first four values hold only {head} of {pairs}");
        }
    }
}

#[test]
fn a_spec_has_six_to_fifteen_images_and_some_libraries_are_everywhere() {
    let records = synth(3_623, 1);
    let mut of_spec = BTreeMap::<&str, usize>::new();
    let mut of_library = BTreeMap::<&str, usize>::new();
    for item in records.impls.iter().filter(|item| item.url_light.is_some()) {
        *of_spec.entry(&item.spec).or_default() += 1;
        *of_library.entry(&item.library).or_default() += 1;
    }
    assert!(of_spec.values().all(|images| (6..=15).contains(images)), "{of_spec:?}");
    assert!(of_library.values().all(|&images| images > 80), "{of_library:?}");
    assert!(of_library["altair"] > 315 && of_library["muix"] < 180, "{of_library:?}");
}

#[test]
fn awkward_truths_are_there() {
    let records = synth(3_623, 1);
    let implemented: HashSet<&str> = records.impls.iter().map(|item| item.spec.as_str()).collect();
    assert!(records.impls.len() > 3_623, "some implementations have no preview");
    assert!(records.specs.iter().any(|spec| !implemented.contains(spec.id.as_str())), "some specs have nothing");
    assert!(records.specs.iter().any(|spec| !spec.title.is_ascii()));
    assert!(records.specs.iter().any(|spec| spec.title.contains('"')));

    let dependencies: BTreeSet<&str> =
        records.impls.iter().flat_map(|item| &item.tags[0]).map(String::as_str).collect();
    assert!(dependencies.contains("Colors") && dependencies.contains("colors"));
    assert!(dependencies.contains("matplotlib"), "a value that is a library as well");
}

#[test]
fn urls_follow_the_pattern_and_only_interactive_libraries_have_pages() {
    let records = synth(100, 1);
    for item in records.impls.iter().filter(|item| item.url_light.is_some()) {
        let folder = format!("https://images.example/plots/{}/{}/{}", item.spec, item.language, item.library);
        assert_eq!(item.url_light, Some(format!("{folder}/plot-light.png")));
        assert_eq!(item.url_dark, Some(format!("{folder}/plot-dark.png")));
        let interactive = !["matplotlib", "seaborn", "plotnine", "ggplot2", "makie"].contains(&item.library.as_str());
        assert_eq!(item.html_light, interactive.then(|| format!("{folder}/plot-light.html")));
        assert_eq!(item.html_dark, interactive.then(|| format!("{folder}/plot-dark.html")));
        assert!(item.quality.is_some_and(|quality| (60.0..=100.0).contains(&quality) && quality.fract() == 0.0));
    }
}
