/// The value of a Chinese numeral up to 9999: 十一 → 11, 二十 → 20, 一百零二 → 102, 两 → 2.
///
/// `None` for anything that is not wholly a numeral.
pub fn chinese_number(text: &str) -> Option<u32> {
    let (mut total, mut digit, mut any) = (0, None, false);
    for c in text.chars() {
        any = true;
        let (value, unit) = match c {
            '零' | '〇' => (Some(0), None),
            '一' | '壹' => (Some(1), None),
            '二' | '两' | '贰' => (Some(2), None),
            '三' | '叁' => (Some(3), None),
            '四' => (Some(4), None),
            '五' => (Some(5), None),
            '六' => (Some(6), None),
            '七' => (Some(7), None),
            '八' => (Some(8), None),
            '九' => (Some(9), None),
            '十' => (None, Some(10)),
            '百' => (None, Some(100)),
            '千' => (None, Some(1000)),
            _ => return None,
        };
        match (value, unit) {
            (Some(value), _) => {
                if digit.is_some_and(|d| d != 0) {
                    return None;
                }
                digit = Some(value);
            }
            (None, Some(unit)) => total += digit.take().filter(|&d| d != 0).unwrap_or(1) * unit,
            (None, None) => {}
        }
    }
    any.then_some(total + digit.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_numerals() {
        let read = [
            "一",
            "十",
            "十一",
            "二十",
            "二十三",
            "一百零二",
            "两",
            "三千",
        ]
        .map(chinese_number);
        assert_eq!(read, [1, 10, 11, 20, 23, 102, 2, 3000].map(Some));
        assert_eq!(chinese_number("一二"), None);
        assert_eq!(chinese_number("百姓"), None);
        assert_eq!(chinese_number(""), None);
    }
}
