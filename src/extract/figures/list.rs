//! Lists that share a predicate: 「农药、化肥施用强度」 gives two names.

use crate::vocabulary::{Class, Grammar};

/// The items of a list, each with the words shared by all.
pub fn shared(list: &str, grammar: &Grammar) -> Vec<String> {
    // 「营运货车、营运货船等能耗强度」
    if let Some((items, tail)) = list.rsplit_once('等')
        && !tail.is_empty()
    {
        let counted = without_count(tail);
        let measure = tail_of(counted, grammar).filter(|_| counted != tail);
        let tail = measure.as_deref().unwrap_or(counted);
        return split(items)
            .iter()
            .map(|item| format!("{item}{tail}"))
            .collect();
    }
    let items = split(list);
    let (Some(last), true) = (items.last(), items.len() > 1) else {
        return items;
    };
    let measure = |item: &str| grammar.ending(Class::Measure, item);
    if measure(last).is_some() && grammar.stands(Class::Basic, last) {
        return measured(&items, grammar);
    }
    let levels = items[..items.len() - 1]
        .iter()
        .all(|item| item.ends_with('级'));
    if levels && let Some((_, tail)) = last.split_once('级') {
        let rest = items[..items.len() - 1]
            .iter()
            .map(|item| format!("{item}{tail}"));
        return rest.chain([last.clone()]).collect();
    }
    let tail = measure(last).map(|_| tail_of(last, grammar));
    let ordinals = items
        .iter()
        .take(items.len() - 1)
        .all(|i| i.chars().count() == 1);
    let complete = |item: &String| item == last || measure(item).is_some();
    items
        .iter()
        .map(|item| match &tail {
            _ if ordinals && last.chars().count() > 2 => of_ordinal(item, last),
            Some(tail) if !complete(item) && !ends_alike(item, last) => {
                let tail = tail.clone().or_else(|| aligned(&items, last));
                let tail = tail.unwrap_or_else(|| behind(item, last));
                format!("{item}{tail}")
            }
            _ => item.clone(),
        })
        .collect()
}

/// 「一、二、三产业增加值」
fn of_ordinal(item: &str, last: &str) -> String {
    let tail: String = last.chars().skip(1).collect();
    let number = if item == last {
        last.chars().take(1).collect()
    } else {
        item.to_owned()
    };
    let ordinal = "一二三四五六七八九".contains(&number);
    format!("{}{number}{tail}", if ordinal { "第" } else { "" })
}

/// Strips the count of a list's items: 「4项主要污染物排放量」 → 「主要污染物排放量」.
fn without_count(tail: &str) -> &str {
    let rest = tail.trim_start_matches(|c: char| c.is_ascii_digit());
    match rest.strip_prefix(['项', '类', '种', '个']) {
        Some(rest) if rest.len() < tail.len() - '项'.len_utf8() => rest,
        _ => tail,
    }
}

/// The measure at the end of the last item with the qualifying words in front of it. `None` without such
/// words.
fn tail_of(last: &str, grammar: &Grammar) -> Option<String> {
    let end = grammar.ending(Class::Measure, last)?;
    let mut from = last.len() - end.len();
    let mut told = false;
    while let Some(word) = grammar.ending(Class::Tail, &last[..from]) {
        from -= word.len();
        told = true;
    }
    (told && from > 0).then(|| last[from..].to_owned())
}

/// The part of the last item behind the two characters that an earlier item ends in: 「高速公路、干线公路材料利用率」
/// gives 材料利用率.
fn aligned(items: &[String], last: &str) -> Option<String> {
    let tail = |item: &String| {
        let (at, _) = item.char_indices().rev().nth(1)?;
        // 「可吸入颗粒物（PM10）、臭氧（O3）浓度」
        let (_, tail) = match item.ends_with('）') {
            true => last.rsplit_once('）')?,
            false => last.split_once(&item[at..])?,
        };
        (tail.chars().count() > 1).then(|| tail.to_owned())
    };
    items[..items.len() - 1].iter().find_map(tail)
}

/// The end of the last item, without as many characters as `item` has. If little would be left, its last
/// four characters.
fn behind(item: &str, last: &str) -> String {
    let (len, last_len) = (item.chars().count(), last.chars().count());
    let skip = if last_len >= len + 2 {
        len
    } else {
        last_len.saturating_sub(4)
    };
    last.chars().skip(skip).collect()
}

fn ends_alike(item: &str, last: &str) -> bool {
    let skip = last.chars().count().saturating_sub(2);
    let end: String = last.chars().skip(skip).collect();
    item.ends_with(&end)
}

/// The names of the items of a list whose last item has a measure of its own: 「营运客车、货车单位运输周转量和港口单位吞吐量能耗」.
/// Each item takes the next measure behind it, and all take the quantity at the end: 能耗.
fn measured(items: &[String], grammar: &Grammar) -> Vec<String> {
    let start = |item: &str| {
        let words = grammar.list(Class::Basic).iter();
        words.filter_map(|word| item.find(word.as_str())).min()
    };
    let what = |item: &str| grammar.ending(Class::Measure, item);
    let of_all = items.last().and_then(|last| what(last)).unwrap_or_default();
    let mut tail = String::new();
    let mut named: Vec<String> = Vec::new();
    for item in items.iter().rev() {
        // 「单位地区生产总值能源消耗」 begins with its measure; 「船舶单位运输周转量」 lacks the quantity.
        let complete = what(item).is_some() || start(item) == Some(0);
        named.push(match start(item) {
            Some(at) => {
                let all = if complete {
                    item.clone()
                } else {
                    format!("{item}{of_all}")
                };
                tail = all[at..].to_owned();
                all
            }
            None if complete => item.clone(),
            None => format!("{item}{tail}"),
        });
    }
    named.reverse();
    named
}

/// Splits a list at 、和及与 outside brackets and quotations.
pub fn split(list: &str) -> Vec<String> {
    let mut items = vec![String::new()];
    let mut depth = 0usize;
    for c in list.chars() {
        match c {
            '（' | '(' | '“' | '《' => depth += 1,
            '）' | ')' | '”' | '》' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let in_word = c == '和'
            && items
                .last()
                .is_some_and(|i| i.ends_with(['中', '总', '饱', '共']));
        if depth == 0 && matches!(c, '、' | '和' | '及' | '与') && !in_word {
            items.push(String::new());
        } else if let Some(item) = items.last_mut() {
            item.push(c);
        }
    }
    items.retain(|i| !i.is_empty());
    items
}
