/// An indicator (指标) that recurs across policies, such as 森林覆盖率.
#[derive(Clone, Debug)]
pub struct Indicator {
    /// Stable id, such as `forest-coverage`.
    pub id: String,
    /// Chinese name shown to readers.
    pub name: String,
    /// English name.
    pub en: String,
    /// The unit its series is compared in, such as `%`, `MW`.
    pub unit: String,
    /// Topics it belongs to.
    pub topics: Vec<String>,
}

/// The known indicators.
#[derive(Debug, Default)]
pub struct Indicators {}

impl Indicators {
    /// The indicator that a figure with this name and unit is of. Takes none rather than a wrong one.
    pub fn find(&self, _name: &str, _unit: Option<&str>) -> Option<&Indicator> {
        None
    }

    /// The indicator with this id.
    pub fn get(&self, _id: &str) -> Option<&Indicator> {
        None
    }
}
