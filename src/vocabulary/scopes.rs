use serde::Deserialize;

use super::file::{At, Report};

/// What a figure counts of its indicator (口径), such as 新增 or 城镇.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scope {
    /// Stable id.
    pub id: String,
    /// Chinese name shown to readers.
    pub name: String,
    /// Words in a figure's name that tell it.
    words: Vec<String>,
}

/// `scopes.yaml`.
#[derive(Debug, Default)]
pub struct Scopes(Vec<Scope>);

impl Scopes {
    pub(super) fn new(scopes: Vec<Scope>, report: Report<'_>) -> Self {
        for (n, scope) in scopes.iter().enumerate() {
            if scopes[..n].iter().any(|other| other.id == scope.id) {
                report(
                    format!("the id {} stands twice", scope.id),
                    At::Again(&scope.id),
                );
            }
            if scope.words.iter().any(String::is_empty) {
                report(
                    format!("{} has an empty word", scope.id),
                    At::Words(&scope.id),
                );
            }
        }
        Self(scopes)
    }

    /// What a figure of this name counts of the indicator of that name: words that the indicator
    /// itself is called by tell nothing.
    pub fn of(&self, figure: &str, indicator: &str) -> Vec<&Scope> {
        let tells = |scope: &&Scope| {
            let mut words = scope.words.iter();
            !scope.words.iter().any(|w| indicator.contains(w.as_str()))
                && words.any(|w| figure.contains(w.as_str()))
        };
        self.0.iter().filter(tells).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::REAL;

    fn of(figure: &str, indicator: &str) -> Vec<String> {
        let scopes = REAL.scopes.of(figure, indicator);
        scopes.into_iter().map(|s| s.name.clone()).collect()
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
