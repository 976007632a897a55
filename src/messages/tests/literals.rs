use std::path::Path;
use std::sync::LazyLock;

use proc_macro2::{TokenStream, TokenTree};
use regex::Regex;
use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};
use syn::{
    Attribute, Expr, ExprCall, ExprMethodCall, FieldValue, ItemMod, LitStr, Macro, Member, Meta,
    Token,
};

use super::super::template::Template;
use crate::pattern::regex;

/// A string in the sources.
pub struct Literal {
    /// File and line.
    pub place: String,
    pub text: String,
    /// Whether it reads as English, or is given to what prints words.
    pub is_message: bool,
}

/// Two words, or a word and a value: no name, path or markup has them.
static PROSE: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"(?:\b[A-Za-z][a-z]+|\ba|\{\w*\}),? (?:[a-z]{2,}|a)\b|\b[a-z]{2,} \{\w*[}:]")
});

/// What begins markup, or a comment in a file that is written.
static OF_FILES: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^\s*(?:<[a-zA-Z!?/]|#\s|::|\{\w*\}/|\S*\*\* |Signature: )"));

/// Functions and fields whose strings are looked for, or meant for programmers.
const SILENT: [&str; 13] = [
    "contains",
    "expect",
    "ends_with",
    "find",
    "name",
    "parse",
    "regex",
    "split",
    "split_once",
    "starts_with",
    "strip_prefix",
    "strip_suffix",
    "with_template",
];

/// Macros that say nothing to people.
const SILENT_MACROS: [&str; 8] = [
    "assert",
    "assert_eq",
    "assert_ne",
    "include_dir",
    "include_str",
    "json",
    "panic",
    "unreachable",
];

/// Functions whose strings are printed, however short they are.
const PRINTING: [&str; 8] = [
    "Because",
    "Stage",
    "begin",
    "note",
    "say",
    "sum_up",
    "translate",
    "translated",
];

/// All strings of the sources, without those of tests.
pub fn of_sources() -> &'static [Literal] {
    static LITERALS: LazyLock<Vec<Literal>> = LazyLock::new(find);
    &LITERALS
}

fn find() -> Vec<Literal> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = walkdir::WalkDir::new(root.join("src")).sort_by_file_name();
    let mut literals = Vec::new();
    for entry in files.into_iter().map(Result::unwrap) {
        let path = entry.path().strip_prefix(root).unwrap();
        let path = path.to_str().unwrap().replace('\\', "/");
        let is_test = path.contains("/tests/") || path.ends_with("/tests.rs");
        // Models are told in both languages what tools do, and in English what is wrong.
        let is_for_models = path.starts_with("src/mcp/");
        if !path.ends_with(".rs") || is_test || is_for_models {
            continue;
        }
        let text = std::fs::read_to_string(entry.path()).unwrap();
        let file = syn::parse_file(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
        let mut finder = Finder {
            path,
            callers: Vec::new(),
            literals: Vec::new(),
        };
        finder.visit_file(&file);
        literals.extend(finder.literals);
    }
    assert!(literals.len() > 1_000);
    literals
}

struct Finder {
    path: String,
    /// Names of the functions and macros around what is looked at, the innermost last.
    callers: Vec<String>,
    literals: Vec<Literal>,
}

impl Finder {
    fn add(&mut self, text: String, line: usize) {
        let is_silent = self.callers.iter().any(|caller| {
            SILENT.contains(&caller.as_str()) || SILENT_MACROS.contains(&caller.as_str())
        });
        let inner = self.callers.iter().rev().find(|caller| *caller != "format");
        let is_printed = inner.is_some_and(|caller| PRINTING.contains(&caller.as_str()));
        let words = Template::parse(&text).words();
        let has_word = words.contains(|c: char| c.is_ascii_lowercase());
        let is_prose = PROSE.is_match(&text) && !OF_FILES.is_match(&text);
        self.literals.push(Literal {
            place: format!("{}:{line}", self.path),
            is_message: !is_silent && (is_prose || is_printed && has_word),
            text,
        });
    }

    fn literal(&mut self, literal: &LitStr) {
        // Raw strings are patterns, queries and scripts.
        if !literal.token().to_string().starts_with('r') {
            self.add(literal.value(), literal.span().start().line);
        }
    }

    fn tokens(&mut self, tokens: TokenStream) {
        let mut is_attribute = false;
        for token in tokens {
            match token {
                TokenTree::Group(_) if is_attribute => {}
                TokenTree::Group(group) => self.tokens(group.stream()),
                TokenTree::Punct(ref mark) if mark.as_char() == '#' => {
                    is_attribute = true;
                    continue;
                }
                TokenTree::Literal(literal) => {
                    if let Ok(literal) = syn::parse_str::<LitStr>(&literal.to_string()) {
                        self.literal(&literal);
                    }
                }
                _ => {}
            }
            is_attribute = false;
        }
    }

    fn inside(&mut self, caller: String, visit: impl FnOnce(&mut Self)) {
        self.callers.push(caller);
        visit(self);
        self.callers.pop();
    }

    /// `count(n, "page", "pages")` says `{n} page` or `{n} pages`.
    fn counted(&mut self, call: &ExprCall) {
        for argument in call.args.iter().skip(1) {
            if let Expr::Lit(syn::ExprLit {
                lit: syn::Lit::Str(word),
                ..
            }) = argument
            {
                self.literals.push(Literal {
                    place: format!("{}:{}", self.path, word.span().start().line),
                    text: format!("{{n}} {}", word.value()),
                    is_message: true,
                });
            }
        }
    }
}

impl<'ast> Visit<'ast> for Finder {
    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        if let (true, Meta::List(list)) = (attribute.path().is_ident("error"), &attribute.meta) {
            self.tokens(list.tokens.clone());
        }
    }

    fn visit_item_mod(&mut self, module: &'ast ItemMod) {
        let is_test = module.attrs.iter().any(|attribute| match &attribute.meta {
            Meta::List(list) => {
                list.path.is_ident("cfg") && list.tokens.to_string().contains("test")
            }
            _ => false,
        });
        if !is_test {
            visit::visit_item_mod(self, module);
        }
    }

    fn visit_expr_call(&mut self, call: &'ast ExprCall) {
        let name = match &*call.func {
            Expr::Path(path) => path.path.segments.last().map(|s| s.ident.to_string()),
            _ => None,
        };
        let name = name.unwrap_or_default();
        if name == "count" {
            return self.counted(call);
        }
        self.inside(name, |finder| visit::visit_expr_call(finder, call));
    }

    fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
        self.visit_expr(&call.receiver);
        self.inside(call.method.to_string(), |finder| {
            for argument in &call.args {
                finder.visit_expr(argument);
            }
        });
    }

    fn visit_macro(&mut self, called: &'ast Macro) {
        let name = called.path.segments.last().map(|s| s.ident.to_string());
        self.inside(name.unwrap_or_default(), |finder| {
            let parser = Punctuated::<Expr, Token![,]>::parse_terminated;
            match called.parse_body_with(parser) {
                Ok(arguments) => arguments.iter().for_each(|a| finder.visit_expr(a)),
                Err(_) => finder.tokens(called.tokens.clone()),
            }
        });
    }

    fn visit_field_value(&mut self, field: &'ast FieldValue) {
        // The name of a rule or a program is no sentence.
        match &field.member {
            Member::Named(name) if name == "name" => {
                self.inside(name.to_string(), |finder| finder.visit_expr(&field.expr));
            }
            _ => visit::visit_field_value(self, field),
        }
    }

    fn visit_lit_str(&mut self, literal: &'ast LitStr) {
        self.literal(literal);
    }
}

#[test]
fn sentences_are_told_from_other_strings() {
    for text in [
        "cannot be read: {error}",
        "measure {wanted}",
        "{} stands twice",
        "is empty",
        "a list",
    ] {
        assert!(PROSE.is_match(text), "{text}");
    }
    for text in [
        "text/html; charset=utf-8",
        "{left} {right}",
        "GitHub Pages",
        "M {x}",
        "content/site.yaml",
        "Sitemap: {base}/sitemap.xml",
    ] {
        assert!(!PROSE.is_match(text), "{text}");
    }
}
