//! The arrows between the JavaScript modules of a folder.

use std::fs;

use crate::arrows::Arrows;

/// Reads the arrows of the modules in `folder`. A name is the statement's beginning.
pub(crate) fn of_folder(folder: &str) -> Arrows {
    let mut arrows = Arrows::new();
    for entry in fs::read_dir(xtask::path(folder)).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|kind| kind == "js") {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let targets = arrows.entry(name).or_default();
            for (target, names) in imports(&fs::read_to_string(&path).unwrap()) {
                targets.entry(target).or_default().insert(names);
            }
        }
    }
    arrows
}

/// Returns the files beside this one that it imports, and what it says it takes.
fn imports(text: &str) -> Vec<(String, String)> {
    let mut imports = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let is_comment = ["//", "/*", "*"].iter().any(|sign| line.trim_start().starts_with(sign));
        let mut rest = if is_comment { "" } else { line };
        while let Some((_, after)) = rest.split_once("import(") {
            imports.extend(beside(after).map(|file| (file, "import()".to_owned())));
            rest = after;
        }
        if line.starts_with("import ") || line.starts_with("import\"") || line.starts_with("export ") {
            let mut statement = line.to_owned();
            // A list of names may take several lines.
            while statement.contains('{') && !statement.contains('}') {
                let Some(line) = lines.next() else { break };
                statement.push(' ');
                statement.push_str(line.trim());
            }
            let (taken, from) = match statement.rsplit_once(" from ") {
                Some((taken, from)) => (taken, from),
                None if statement.starts_with("import") => {
                    ("import", statement.trim_start_matches("import").trim_start())
                }
                None => continue,
            };
            let taken = taken.split_once(' ').map_or(taken, |(_, taken)| taken);
            imports.extend(beside(from).map(|file| (file, taken.to_owned())));
        }
    }
    imports
}

/// The file beside this one that a quoted text at the beginning of `text` names.
fn beside(text: &str) -> Option<String> {
    let quoted = text.strip_prefix(['"', '\''])?.strip_prefix("./")?;
    quoted.split_once(['"', '\'']).map(|(file, _)| file.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_import_is_read() {
        for (text, expected) in [
            ("import { a, b as c } from \"./x.js\";", &[("x.js", "{ a, b as c }")][..]),
            ("import {\n  a,\n  b,\n} from './x.js';", &[("x.js", "{ a, b, }")]),
            ("import a from \"./x.js\";", &[("x.js", "a")]),
            ("import * as a from \"./x.js\";", &[("x.js", "* as a")]),
            ("import \"./x.js\";", &[("x.js", "import")]),
            ("export { a } from \"./x.js\";", &[("x.js", "{ a }")]),
            ("const a = await import(\"./x.js\");", &[("x.js", "import()")]),
            ("import wasm from \"./x.wasm\";", &[("x.wasm", "wasm")]),
            ("export const a = `from`;\nexport function f() {\n}\n", &[]),
            ("// import \"./x.js\";\n/** @type {import(\"./x.js\").A} */", &[]),
            ("import { a } from \"node:fs\";", &[]),
        ] {
            let found = imports(text);
            assert_eq!(found.iter().map(|(file, taken)| (&**file, &**taken)).collect::<Vec<_>>(), expected, "{text}");
        }
    }
}
