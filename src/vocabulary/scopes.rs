use serde::Deserialize;

use super::file::{At, EntryReport};

/// The scope of a figure within its indicator (口径), such as 新增 or 城镇.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scope {
    /// Stable id.
    pub id: String,
    /// Chinese name shown to readers.
    pub name: String,
    /// Words in a figure's name that indicate it.
    #[serde(default)]
    words: Vec<String>,
    /// Words that begin the clause of a number of this owner: 全球, 全国.
    #[serde(default)]
    begins: Vec<String>,
    /// Whether these words mean the text's own region: 全市, 我市.
    #[serde(default)]
    own: bool,
}

/// `scopes.yaml`.
#[derive(Debug, Default)]
pub struct Scopes(Vec<Scope>);

impl Scopes {
    pub(super) fn new(scopes: Vec<Scope>, report: EntryReport<'_>) -> Self {
        for (n, scope) in scopes.iter().enumerate() {
            if scopes[..n].iter().any(|other| other.id == scope.id) {
                report(
                    format!("the id {} stands twice", scope.id),
                    At::Again(&scope.id),
                );
            }
            if scope
                .words
                .iter()
                .chain(&scope.begins)
                .any(String::is_empty)
            {
                report(
                    format!("{} has an empty word", scope.id),
                    At::Words(&scope.id),
                );
            }
        }
        Self(scopes)
    }

    /// Words before a name that state the owner of the number: 全市, 我国, 全球.
    pub fn owners(&self) -> impl Iterator<Item = &str> {
        self.0
            .iter()
            .flat_map(|scope| &scope.begins)
            .map(String::as_str)
    }

    /// The scopes in a figure's name. Words that the indicator's own name contains do not count.
    pub fn of(&self, figure: &str, indicator: &str) -> Vec<&Scope> {
        let tells = |scope: &&Scope| {
            let mut words = scope.words.iter();
            !scope.words.iter().any(|w| indicator.contains(w.as_str()))
                && words.any(|w| figure.contains(w.as_str()))
        };
        self.0.iter().filter(tells).collect()
    }
}

impl Scopes {
    /// The region or body that a figure of a sentence belongs to, if it is not the text's own region. The
    /// last clause that begins with words of a scope decides. 「居全国前列，森林覆盖率达81%」 is not a national figure.
    pub fn holder(&self, sentence: &str) -> Option<&Scope> {
        let clauses = sentence
            .split(['，', ',', '；', '：', '。', '“', '（'])
            .rev();
        let begins = |clause: &str, scope: &Scope| {
            let clause = clause.trim_start_matches(in_front);
            scope
                .begins
                .iter()
                .any(|word| clause.starts_with(word.as_str()))
        };
        let found = |clause: &str| self.0.iter().find(|scope| begins(clause, scope));
        clauses
            .map(found)
            .find(Option::is_some)?
            .filter(|scope| !scope.own)
    }
}

/// Years and the like in front of a clause: 「到2050年全球……」.
fn in_front(c: char) -> bool {
    c.is_ascii_digit() || c.is_whitespace() || "到至从自年月前末底后期间内中在—–－-~".contains(c)
}

#[cfg(test)]
mod tests {
    use super::super::tests::REAL;

    fn of(figure: &str, indicator: &str) -> Vec<String> {
        let scopes = REAL.scopes.of(figure, indicator);
        scopes.into_iter().map(|s| s.name.clone()).collect()
    }

    #[test]
    fn tells_whose_number_a_sentence_holds() {
        let holder = |sentence| REAL.scopes.holder(sentence).map(|scope| scope.id.as_str());
        let world = "根据相关研究表明，2010-2050年全球实现温控目标，总投资将达到150万亿美元";
        assert_eq!(holder(world), Some("world"));
        assert_eq!(holder("2020年我国森林覆盖率达到23%"), Some("nation"));
        assert_eq!(holder("我国目标是25%，全市森林覆盖率达到55%"), None);
        assert_eq!(holder("居全国前列，森林覆盖率达81%"), None);
    }

    #[test]
    fn shares_of_different_wholes_are_told_apart() {
        let of_gdp = of(
            "战略性新兴产业增加值占GDP比重",
            "战略性新兴产业增加值占规上工业比重",
        );
        assert_eq!(of_gdp, ["占GDP"]);
        let own = of(
            "战略性新兴产业增加值占规模以上工业增加值比重",
            "战略性新兴产业增加值占规上工业比重",
        );
        assert!(
            !own.contains(&"占GDP".to_owned()) && !own.contains(&"占工业".to_owned()),
            "{own:?}"
        );
        assert_eq!(of("海上风电装机容量", "风电装机"), ["海上"]);
        assert_eq!(of("地区生产总值年均增长", "地区生产总值增长"), ["年均"]);
    }

    #[test]
    fn tells_what_is_counted() {
        assert_eq!(of("光伏新增装机", "光伏装机"), ["新增"]);
        assert_eq!(of("风电、光伏发电总装机", "光伏装机"), ["风电与光伏"]);
        assert_eq!(of("城市污水处理率", "城市污水处理率"), [""; 0]);
        assert_eq!(
            of("既有居住建筑节能改造面积", "建筑节能面积"),
            ["改造", "住宅"]
        );
        assert_eq!(of("行政村生活垃圾收运覆盖率", "生活垃圾收运率"), ["农村"]);
        assert_eq!(
            of("城镇新建公共建筑二星级以上绿色建筑占比", "绿色建筑占比"),
            ["新增", "城镇", "公共领域", "二星级"]
        );
    }
}
