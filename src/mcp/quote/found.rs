//! Whether the letters of a quote that were found in a text are the quote, and not a part of a number.

use super::letters::Letters;

/// How a quote stands at a place where its letters were found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// As it was given, but for the forms of characters.
    Verbatim,
    /// With other punctuation.
    OtherPunctuation,
    /// A number of the text was cut or is another one: 「5%」 of 「15%」, 「35」 of 「3-5」.
    OtherNumber,
}

/// Marks that make another number of what stands beside them.
const JOINING: [char; 14] = [
    '-', '−', '－', '–', '—', '~', '～', '〜', '.', '．', ',', '，', '±', '·',
];
/// Those that are a sign of the number behind them.
const MINUS: [char; 5] = ['-', '−', '－', '–', '±'];
/// Words that multiply the number before them.
const MULTIPLES: [char; 4] = ['万', '亿', '千', '百'];

/// How a quote stands in a text at the letter `at`. `text_of` gives the texts by their numbers; where
/// `is_row` holds of one, its cells may be parted by anything.
pub fn standing<'t>(
    (quote, quoted): (&str, &Letters),
    (text, at): (&Letters, usize),
    text_of: &dyn Fn(usize) -> &'t str,
    is_row: &dyn Fn(usize) -> bool,
) -> Standing {
    let count = quoted.letters.len();
    if cuts_first(quote, quoted, text, at, text_of) || cuts_last(quote, quoted, text, at, text_of) {
        return Standing::OtherNumber;
    }
    let mut standing = Standing::Verbatim;
    for n in 1..count {
        if quoted.gaps[n] == text.gaps[at + n] {
            continue;
        }
        let digit = |c: char| c.is_ascii_digit();
        if digit(quoted.letters[n - 1]) && digit(quoted.letters[n]) {
            return Standing::OtherNumber;
        }
        let place = text.places[at + n];
        let begins = text.places[at + n - 1].text != place.text;
        if !begins && !is_row(place.text) {
            standing = Standing::OtherPunctuation;
        }
    }
    standing
}

/// Whether the number that a quote begins with is the end of a longer one, or has another sign.
fn cuts_first<'t>(
    quote: &str,
    quoted: &Letters,
    text: &Letters,
    at: usize,
    text_of: &dyn Fn(usize) -> &'t str,
) -> bool {
    if !quoted.letters.first().is_some_and(char::is_ascii_digit) {
        return false;
    }
    let place = text.places[at];
    let mark = |text: &str| text.trim_end().chars().next_back();
    let own = mark(&quote[..quoted.places[0].start]);
    let before = mark(&text_of(place.text)[..place.start]);
    let goes_on = at > 0 && text.places[at - 1].text == place.text;
    let last = goes_on.then(|| text.letters[at - 1]);
    let last = last.filter(|c| c.is_ascii_digit() || matches!(c, '.' | '%'));
    match before {
        _ if last.is_some() && !text.gaps[at] => true,
        Some(c) if JOINING.contains(&c) && c != '，' => {
            let is_sign = MINUS.contains(&c) || MINUS.contains(&own.unwrap_or(' '));
            (last.is_some() || is_sign) && own != Some(c)
        }
        _ => own.is_some_and(|own| MINUS.contains(&own)),
    }
}

/// Whether the number that a quote ends with is the beginning of a longer one.
fn cuts_last<'t>(
    quote: &str,
    quoted: &Letters,
    text: &Letters,
    at: usize,
    text_of: &dyn Fn(usize) -> &'t str,
) -> bool {
    let end = at + quoted.letters.len();
    let (Some(&last), Some(&place)) = (text.letters.get(end - 1), text.places.get(end - 1)) else {
        return false;
    };
    if !last.is_ascii_digit() && last != '%' {
        return false;
    }
    let Some(&next) = text
        .letters
        .get(end)
        .filter(|_| text.places[end].text == place.text)
    else {
        return false;
    };
    if !text.gaps[end] {
        let joins = next.is_ascii_digit() || matches!(next, '.' | '%') || MULTIPLES.contains(&next);
        return joins && last != '%';
    }
    let behind = text_of(place.text)[place.end..].trim_start();
    let own = quote[quoted.places[quoted.places.len() - 1].end..].trim_start();
    let joined = behind.starts_with(|c| JOINING.contains(&c) && c != '，');
    joined && next.is_ascii_digit() && own.chars().next() != behind.chars().next()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stands(quote: &str, text: &str) -> Vec<Standing> {
        let (quoted, own) = (Letters::of(quote), Letters::of(text));
        let found = own.find(&quoted.letters, 9).into_iter();
        let standing = |at| {
            standing((quote, &quoted), (&own, at), &|_| text, &|_| {
                text.contains('|')
            })
        };
        found.map(standing).collect()
    }

    #[test]
    fn a_quote_stands_whatever_the_form_of_its_characters() {
        let text = "到2025年，新增光伏装机27 万千瓦以上。";
        for quote in [
            "到2025年，新增光伏装机27万千瓦以上",
            "到２０２５年,新增光伏装机２７万千瓦",
            "「新增光伏裝機 27 万千瓦以上」",
        ] {
            assert_eq!(stands(quote, text), [Standing::Verbatim], "{quote}");
        }
        assert_eq!(
            stands("到2025年新增光伏装机", text),
            [Standing::OtherPunctuation]
        );
    }

    #[test]
    fn a_part_of_a_number_is_another_number() {
        for (quote, text) in [
            ("5%", "增长15%"),
            ("5%", "增长3.5%"),
            ("5%", "增长3-5%"),
            ("-5%", "增长5%"),
            ("5%", "变化-5%"),
            ("达到2", "达到27万千瓦"),
            ("达到2", "达到2.7万千瓦"),
            ("达到3", "达到3～5项"),
            ("达到5", "达到5万元"),
            ("投入35亿元", "投入3-5亿元"),
        ] {
            assert_eq!(
                stands(quote, text),
                [Standing::OtherNumber],
                "{quote} {text}"
            );
        }
        assert_eq!(stands("5%", "增长5%，其中"), [Standing::Verbatim]);
        assert_eq!(stands("3-5%", "增长3-5%"), [Standing::Verbatim]);
        assert_eq!(
            stands("65% 68%", "覆盖率 | 65% | 68%"),
            [Standing::Verbatim]
        );
    }
}
