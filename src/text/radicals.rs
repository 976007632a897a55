//! Radicals that represent ordinary characters in the text of many PDFs: 「⻛电」, 「居⺠」.

use std::sync::LazyLock;

/// Each radical of U+2E80 to U+2EFF with its ideograph, by Unicode's property
/// `Equivalent_Unified_Ideograph`; NFKC converts only two of them.
const PAIRS: &str = "\
    ⺁厂 ⺂乛 ⺃乚 ⺄乙 ⺅亻 ⺆冂 ⺇𠘨 ⺈刀 ⺉刂 ⺊卜 ⺋㔾 ⺌小 ⺍小 ⺎兀 ⺏尣 ⺐尢 ⺑𡯂 ⺒巳 ⺓幺 ⺔彑 \
    ⺕彐 ⺖忄 ⺗心 ⺘扌 ⺙攵 ⺛旡 ⺜日 ⺝月 ⺞歺 ⺟母 ⺠民 ⺡氵 ⺢氺 ⺣灬 ⺤爫 ⺥爫 ⺦丬 ⺧牛 ⺨犭 ⺩王 \
    ⺪𤴔 ⺫目 ⺬示 ⺭礻 ⺮𥫗 ⺯糹 ⺰纟 ⺱罓 ⺲罒 ⺳㓁 ⺴冗 ⺵𦉫 ⺶羊 ⺷𦍌 ⺸𦍋 ⺹耂 ⺺肀 ⺻聿 ⺼肉 ⺽𦥑 \
    ⺾艹 ⺿艹 ⻀艹 ⻁虎 ⻂衤 ⻃覀 ⻄西 ⻅见 ⻆角 ⻇𧢲 ⻈讠 ⻉贝 ⻊𧾷 ⻋车 ⻌辶 ⻍辶 ⻎辶 ⻏邑 ⻐钅 ⻑長 \
    ⻒镸 ⻓长 ⻔门 ⻕𨸏 ⻖阝 ⻗雨 ⻘青 ⻙韦 ⻚页 ⻛风 ⻜飞 ⻝食 ⻞𩙿 ⻟飠 ⻠饣 ⻡𩠐 ⻢马 ⻣骨 ⻤鬼 ⻥鱼 \
    ⻦鸟 ⻧卤 ⻨麦 ⻩黄 ⻪黾 ⻫斉 ⻬齐 ⻭歯 ⻮齿 ⻯竜 ⻰龙 ⻱龜 ⻲亀 ⻳龟 \
";

/// The first radical, and the number of code points of the block.
const FIRST: u32 = 0x2E80;
const BLOCK: usize = 0x80;

/// The ideograph of a radical of the supplement.
pub fn ideograph(radical: char) -> Option<char> {
    static TABLE: LazyLock<[Option<char>; BLOCK]> = LazyLock::new(|| {
        let mut table = [None; BLOCK];
        for pair in PAIRS.split(' ') {
            let mut pair = pair.chars();
            if let (Some(radical), ideograph) = (pair.next(), pair.next())
                && let Some(place) = table.get_mut((radical as u32 - FIRST) as usize)
            {
                *place = ideograph;
            }
        }
        table
    });
    let at = (radical as u32).checked_sub(FIRST)?;
    TABLE.get(at as usize).copied().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn radicals_are_read_as_their_ideographs() {
        let told: String = "⻛⺠⻔⻓⻋⺟".chars().filter_map(ideograph).collect();
        assert_eq!(told, "风民门长车母");
        // Two code points of the block have none: ⺀ and an unassigned one.
        let count = ('\u{2E80}'..='\u{2EF3}').filter(|&c| ideograph(c).is_some());
        assert_eq!(count.count(), 114);
        assert_eq!(ideograph('风'), None);
    }
}
