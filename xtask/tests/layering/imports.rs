//! Reads from the tokens of a Rust file all that names others: declared modules, imported names and written paths.
//!
//! Reading tokens instead of a parsed program sees paths inside macros too. Strings, comments and code under
//! `#[cfg(test)]` count for nothing.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// Names from a module's root to a name: `["crate", "model", "Facet"]`.
pub(crate) type Path = Vec<String>;

/// All that one module says about others.
#[derive(Debug, Default)]
pub(crate) struct Module {
    /// Names of the modules that lie in files of their own.
    pub(crate) files: Vec<String>,
    /// Modules that lie in this file.
    pub(crate) inline: Vec<(String, Self)>,
    /// Names that `use` brings, with the path of each. A glob brings `*`.
    pub(crate) uses: Vec<(String, Path)>,
    /// Paths of two names or more that occur elsewhere.
    pub(crate) paths: Vec<Path>,
}

impl Module {
    /// Reads the text of a file.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let tokens: TokenStream = text.parse().map_err(|error| format!("{error}"))?;
        let mut module = Self::default();
        module.read(&tokens.into_iter().collect::<Vec<_>>());
        Ok(module)
    }

    fn read(&mut self, tokens: &[TokenTree]) {
        let mut at = 0;
        let mut is_test = false;
        while let Some(token) = tokens.get(at) {
            at += 1;
            match token {
                TokenTree::Punct(sign) if sign.as_char() == '#' => {
                    at += usize::from(is_sign(tokens.get(at), '!'));
                    if let Some(TokenTree::Group(attribute)) = tokens.get(at) {
                        at += 1;
                        is_test |= is_test_only(&attribute.stream());
                        self.read(&attribute.stream().into_iter().collect::<Vec<_>>());
                    }
                }
                _ if is_test => {
                    at = end_of_item(tokens, at - 1);
                    is_test = false;
                }
                TokenTree::Ident(word) if word == "mod" => {
                    let Some(TokenTree::Ident(name)) = tokens.get(at) else { continue };
                    let name = plain(&name.to_string());
                    if let Some(TokenTree::Group(body)) = tokens.get(at + 1) {
                        let mut inline = Self::default();
                        inline.read(&body.stream().into_iter().collect::<Vec<_>>());
                        self.inline.push((name, inline));
                        at += 2;
                    } else if is_sign(tokens.get(at + 1), ';') {
                        self.files.push(name);
                    }
                }
                // `impl Trait + use<'_>` imports nothing.
                TokenTree::Ident(word) if word == "use" && !is_sign(tokens.get(at), '<') => {
                    let end = tokens[at..].iter().position(|token| is_sign(Some(token), ';'));
                    let end = end.map_or(tokens.len(), |length| at + length);
                    self.read_use(&tokens[at..end], &[]);
                    at = end;
                }
                // `pub(in crate::http)` names an ancestor, and takes nothing from it.
                TokenTree::Ident(word) if word == "pub" => {
                    at += usize::from(matches!(tokens.get(at), Some(TokenTree::Group(group)) if is_visibility(group)));
                }
                TokenTree::Ident(_) => {
                    let (path, end) = path_at(tokens, at - 1);
                    if path.len() > 1 {
                        self.paths.push(path);
                    }
                    at = end;
                }
                TokenTree::Group(group) => self.read(&group.stream().into_iter().collect::<Vec<_>>()),
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }

    /// Reads a tree of imports below `prefix`.
    fn read_use(&mut self, tree: &[TokenTree], prefix: &[String]) {
        let tree = if is_sign(tree.first(), ':') { &tree[2..] } else { tree };
        let (path, end) = path_at(tree, 0);
        let path = [prefix, &path].concat();
        match tree.get(end) {
            Some(TokenTree::Group(group)) => {
                let branches: Vec<_> = group.stream().into_iter().collect();
                for branch in branches.split(|token| is_sign(Some(token), ',')).filter(|branch| !branch.is_empty()) {
                    self.read_use(branch, &path);
                }
            }
            Some(TokenTree::Punct(sign)) if sign.as_char() == '*' => self.uses.push(("*".to_owned(), path)),
            Some(TokenTree::Ident(word)) if word == "as" => {
                let alias = tree.get(end + 1).map_or_else(String::new, |alias| plain(&alias.to_string()));
                self.uses.push((alias, whole(path)));
            }
            _ => {
                let path = whole(path);
                self.uses.push((path.last().cloned().unwrap_or_default(), path));
            }
        }
    }
}

/// `a::b::{self}` is `a::b`.
fn whole(mut path: Path) -> Path {
    if path.len() > 1 && path.last().is_some_and(|name| name == "self") {
        path.pop();
    }
    path
}

/// Returns the path that begins with the name at `start`, and the place after it.
fn path_at(tokens: &[TokenTree], start: usize) -> (Path, usize) {
    let (mut path, mut at) = (Vec::new(), start);
    while let Some(TokenTree::Ident(name)) = tokens.get(at) {
        path.push(plain(&name.to_string()));
        at += 1;
        if !is_separator(tokens, at) {
            break;
        }
        at += 2;
    }
    (path, at)
}

/// Returns the place after the item that begins at `start`.
fn end_of_item(tokens: &[TokenTree], start: usize) -> usize {
    let is_end = |token: &TokenTree| match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        other => is_sign(Some(other), ';'),
    };
    tokens[start..].iter().position(is_end).map_or(tokens.len(), |length| start + length + 1)
}

/// True for `cfg(test)` and for `cfg(all(test, ...))`.
fn is_test_only(attribute: &TokenStream) -> bool {
    let text = attribute.to_string().replace(' ', "");
    text.starts_with("cfg(test)") || text.starts_with("cfg(all(test,")
}

fn is_visibility(group: &proc_macro2::Group) -> bool {
    let first = group.stream().into_iter().next();
    group.delimiter() == Delimiter::Parenthesis
        && matches!(first, Some(TokenTree::Ident(word)) if ["crate", "self", "super", "in"].iter().any(|at| word == at))
}

fn is_separator(tokens: &[TokenTree], at: usize) -> bool {
    let first = tokens.get(at);
    matches!(first, Some(TokenTree::Punct(sign)) if sign.as_char() == ':' && sign.spacing() == Spacing::Joint)
        && is_sign(tokens.get(at + 1), ':')
}

fn is_sign(token: Option<&TokenTree>, sign: char) -> bool {
    matches!(token, Some(TokenTree::Punct(found)) if found.as_char() == sign)
}

fn plain(name: &str) -> String {
    name.trim_start_matches("r#").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<String>, Vec<String>) {
        let module = Module::parse(text).unwrap();
        let uses = module.uses.iter().map(|(name, path)| format!("{name} = {}", path.join("::"))).collect();
        (uses, module.paths.iter().map(|path| path.join("::")).collect())
    }

    #[test]
    fn every_form_of_import_is_read() {
        for (text, expected) in [
            ("use crate::a::B;", &["B = crate::a::B"][..]),
            ("pub(crate) use super::a::B;", &["B = super::a::B"]),
            ("pub(in crate::z) use self::a::b;", &["b = self::a::b"]),
            ("use crate::a::B as C;", &["C = crate::a::B"]),
            ("use crate::a::B as _;", &["_ = crate::a::B"]),
            ("use crate::a::*;", &["* = crate::a"]),
            (
                "use ::crate::{a, b::{self, C, d::{E as F, *}}};",
                &["a = crate::a", "b = crate::b", "C = crate::b::C", "F = crate::b::d::E", "* = crate::b::d"],
            ),
            ("use {crate::a::B, super::C,};", &["B = crate::a::B", "C = super::C"]),
            ("use crate::r#type::r#in;", &["in = crate::type::in"]),
            ("fn f() { use crate::a::B; }", &["B = crate::a::B"]),
            ("#[cfg(unix)] use crate::a::B;", &["B = crate::a::B"]),
            ("#[cfg(test)] use crate::a::B; use crate::c::D;", &["D = crate::c::D"]),
            ("// use crate::a::B;\n/* use crate::c::D; */ const S: &str = \"use crate::e::F;\";", &[]),
            ("fn f() -> impl Sized + use<'_> { g() }", &[]),
        ] {
            assert_eq!(read(text).0, expected, "{text}");
        }
    }

    #[test]
    fn paths_are_read_wherever_they_stand() {
        for (text, expected) in [
            ("fn f(x: crate::a::B) -> super::C { x }", &["crate::a::B", "super::C"][..]),
            ("fn f() { println!(\"{}\", crate::a::b()); }", &["crate::a::b"]),
            ("impl crate::a::B for C<crate::d::E> {}", &["crate::a::B", "crate::d::E"]),
            ("fn f() { <C as self::a::B>::g() }", &["self::a::B"]),
            ("fn f() { crate::a::b::<u8>().c }", &["crate::a::b"]),
            ("#[arg(value_parser = crate::a::parse)] struct A;", &["crate::a::parse"]),
            ("macro_rules! m { () => { $crate::a::b() } }", &["crate::a::b"]),
            ("pub(crate) struct A(pub(in crate::b) u8);", &[]),
            ("/// [`crate::a::B`]\nstruct A;", &[]),
            ("#[cfg(test)] mod tests { use crate::a::B; fn f() { crate::c::d() } }", &[]),
            ("#[cfg(all(test, unix))]\n#[allow(dead_code)]\nfn f() { crate::c::d() }", &[]),
            ("#[cfg(not(test))] fn f() { crate::c::d() }", &["crate::c::d"]),
        ] {
            assert_eq!(read(text).1, expected, "{text}");
        }
    }

    #[test]
    fn modules_are_read_with_what_they_hold() {
        let module = Module::parse("mod a; pub mod b { use super::C; } #[cfg(test)] mod c;").unwrap();
        assert_eq!(module.files, ["a"]);
        assert_eq!(module.inline[0].0, "b");
        assert_eq!(module.inline[0].1.uses, [("C".to_owned(), vec!["super".to_owned(), "C".to_owned()])]);
        assert!(Module::parse("fn {").is_err());
    }
}
