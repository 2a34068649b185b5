//! The arrows between the files of a crate: which file takes which names from which other.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use crate::imports::{Module, Path};

/// For every file, the files it takes something from, with the names. Files are paths within the crate's folder.
pub(crate) type Arrows = BTreeMap<String, BTreeMap<String, BTreeSet<String>>>;

const COMMAND: &str = "main.rs";

/// Reads the arrows of the crate whose root is the file `root`. If other crates call this one by `name`, paths that begin
/// with that name are those of this crate. `read` returns the text of a file within the crate's folder, if it exists.
pub(crate) fn arrows(root: &str, name: Option<&str>, read: &dyn Fn(&str) -> Option<String>) -> Result<Arrows, String> {
    let mut reader = Reader { read, modules: BTreeMap::new() };
    reader.file(Vec::new(), root)?;
    // A command beside a library is a crate of its own, which calls the library by name.
    if root != COMMAND && (reader.read)(COMMAND).is_some() {
        reader.file(vec!["main".to_owned()], COMMAND)?;
    }
    let mut arrows: Arrows = reader.modules.values().map(|(file, _)| (file.clone(), BTreeMap::new())).collect();
    for (place, (file, module)) in &reader.modules {
        let paths = module.uses.iter().map(|(_, path)| path).chain(&module.paths);
        for (target, names) in paths.filter_map(|path| reader.resolve(place, module, path, name)) {
            if target != *file {
                arrows.entry(file.clone()).or_default().entry(target).or_default().insert(names);
            }
        }
    }
    Ok(arrows)
}

/// The same of the crate whose folder this is.
pub(crate) fn of_folder(folder: &str, root: &str, name: Option<&str>) -> Arrows {
    let read = |file: &str| fs::read_to_string(xtask::path(folder).join(file)).ok();
    arrows(root, name, &read).unwrap_or_else(|fault| panic!("{folder}{fault}"))
}

struct Reader<'r> {
    read: &'r dyn Fn(&str) -> Option<String>,
    /// By its path from the root: the file of each module, and what it says.
    modules: BTreeMap<Path, (String, Module)>,
}

impl Reader<'_> {
    /// Reads a file as the module at `place`, and the modules below it.
    fn file(&mut self, place: Path, file: &str) -> Result<(), String> {
        let text = (self.read)(file).ok_or_else(|| format!("{file}: there is no such file"))?;
        let module = Module::parse(&text).map_err(|fault| format!("{file}: {fault}"))?;
        self.module(place, file, module)
    }

    fn module(&mut self, place: Path, file: &str, mut module: Module) -> Result<(), String> {
        for (name, inner) in std::mem::take(&mut module.inline) {
            self.module([&*place, &[name]].concat(), file, inner)?;
        }
        for name in &module.files {
            let place = [&*place, std::slice::from_ref(name)].concat();
            let [flat, nested] = [".rs", "/mod.rs"].map(|end| format!("{}{end}", place.join("/")));
            let found = if (self.read)(&nested).is_some() { nested } else { flat };
            self.file(place, &found)?;
        }
        self.modules.insert(place, (file.to_owned(), module));
        Ok(())
    }

    /// Returns the file that a path of the module at `place` leads to, and the names that are taken from there. A path to
    /// another crate leads nowhere.
    fn resolve(
        &self,
        place: &[String],
        module: &Module,
        path: &[String],
        name: Option<&str>,
    ) -> Option<(String, String)> {
        let mut path = path.to_vec();
        // A name that `use` brought stands for its path. Twice is enough for a module that was itself renamed.
        for _ in 0..2 {
            let first = path.first()?;
            let Some((_, brought)) = module.uses.iter().find(|(alias, brought)| alias == first && *brought != path)
            else {
                break;
            };
            path = [brought, &path[1..]].concat();
        }
        let mut names = path.iter().map(String::as_str).peekable();
        let mut at = match names.peek().copied()? {
            "crate" => Vec::new(),
            first if Some(first) == name => Vec::new(),
            "self" | "super" => place.to_vec(),
            first if self.modules.contains_key(&[place, &[first.to_owned()]].concat()) => place.to_vec(),
            _ => return None,
        };
        while let Some(&next) = names.peek() {
            match next {
                "crate" | "self" => {}
                next if at.is_empty() && Some(next) == name => {}
                "super" => {
                    at.pop();
                }
                next => {
                    let below = [&*at, &[next.to_owned()]].concat();
                    if !self.modules.contains_key(&below) {
                        break;
                    }
                    at = below;
                }
            }
            names.next();
        }
        let names: Vec<_> = names.collect();
        let names = if names.is_empty() { at.last().cloned().unwrap_or_default() } else { names.join("::") };
        Some((self.modules.get(&at)?.0.clone(), names))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The arrows of a crate with these files, a line each.
    fn lines(files: &[(&str, &str)]) -> Vec<String> {
        let read = |file: &str| files.iter().find(|(name, _)| *name == file).map(|(_, text)| (*text).to_owned());
        let arrows = arrows("lib.rs", Some("own"), &read).unwrap();
        let line = |(from, to): (&String, &BTreeMap<String, BTreeSet<String>>)| {
            let from = from.clone();
            to.iter()
                .map(move |(to, names)| {
                    format!("{from} -> {to}: {}", names.iter().map(String::as_str).collect::<Vec<_>>().join(", "))
                })
                .collect::<Vec<_>>()
        };
        arrows.iter().flat_map(line).collect()
    }

    #[test]
    fn paths_lead_to_the_file_of_the_deepest_module() {
        let lib = ("lib.rs", "mod a; mod b; pub fn root() {}");
        for (b, expected) in [
            ("use crate::a::X;", &["b.rs -> a.rs: X"][..]),
            ("use super::a::X as Y;", &["b.rs -> a.rs: X"]),
            ("use crate::a::inner::X;", &["b.rs -> a/inner.rs: X"]),
            ("use crate::a::inner;", &["b.rs -> a/inner.rs: inner"]),
            ("use crate::a; fn f() { a::inner::g() }", &["b.rs -> a.rs: a", "b.rs -> a/inner.rs: g"]),
            ("use crate::a as c; fn f() { c::X }", &["b.rs -> a.rs: X, a"]),
            (
                "use crate::{a::{X, inner::*}, root};",
                &["b.rs -> a.rs: X", "b.rs -> a/inner.rs: inner", "b.rs -> lib.rs: root"],
            ),
            ("fn f() { own::a::g() }", &["b.rs -> a.rs: g"]),
            ("fn f() { self::g(); super::root() }", &["b.rs -> lib.rs: root"]),
            ("mod deep { use super::super::a::X; fn f() { super::g() } }", &["b.rs -> a.rs: X"]),
            ("use std::fmt; use other::a::X; fn f() { fmt::g() }", &[]),
            ("#[cfg(test)] mod tests { use crate::a::X; }", &[]),
        ] {
            let files = [lib, ("a.rs", "mod inner;"), ("a/inner.rs", ""), ("b.rs", b)];
            assert_eq!(lines(&files), expected, "{b}");
        }
    }

    #[test]
    fn a_parent_takes_from_its_children_what_it_names_or_passes_on() {
        let a = "mod one; mod two; #[cfg(test)] mod tests; pub use one::X; fn f() { two::g() }";
        let files = [("lib.rs", "mod a;"), ("a/mod.rs", a), ("a/one.rs", "use super::Y;"), ("a/two.rs", "")];
        assert_eq!(lines(&files), ["a/mod.rs -> a/one.rs: X", "a/mod.rs -> a/two.rs: g", "a/one.rs -> a/mod.rs: Y"]);
    }

    #[test]
    fn a_command_takes_from_its_library_by_name() {
        let main = "use own::a::X; use own::root; fn main() { own::a::inner::g() }";
        let files = [("lib.rs", "mod a;"), ("a.rs", "mod inner;"), ("a/inner.rs", ""), ("main.rs", main)];
        assert_eq!(lines(&files), ["main.rs -> a.rs: X", "main.rs -> a/inner.rs: g", "main.rs -> lib.rs: root"]);
    }

    #[test]
    fn a_module_without_its_file_is_an_error() {
        let fault = arrows("lib.rs", None, &|file| (file == "lib.rs").then(|| "mod a;".to_owned())).unwrap_err();
        assert_eq!(fault, "a.rs: there is no such file");
    }
}
