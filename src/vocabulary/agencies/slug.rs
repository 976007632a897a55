use pinyin::ToPinyin;

/// Maximum length of an address made from a name, in bytes.
const SLUG_MAX: usize = 60;

/// A name in pinyin, with hyphens between words: 丽水学院 → `li-shui-xue-yuan`.
pub(super) fn slug(name: &str) -> String {
    let mut slug = String::new();
    for c in name.chars() {
        let part = match c.to_pinyin() {
            Some(pinyin) => pinyin.plain().replace('ü', "v"),
            None if c.is_ascii_alphanumeric() => c.to_ascii_lowercase().to_string(),
            None => continue,
        };
        let latin = c.is_ascii()
            && slug.ends_with(|l: char| l.is_ascii())
            && !slug.is_empty()
            && part.len() == 1;
        if !slug.is_empty() && !latin {
            slug.push('-');
        }
        slug.push_str(&part);
    }
    if slug.len() > SLUG_MAX {
        slug.truncate(SLUG_MAX);
    }
    let slug = slug.trim_matches('-').to_owned();
    if slug.is_empty() {
        "body".to_owned()
    } else {
        slug
    }
}
