/// A kind of body that governments of every level have, such as 发展改革部门.
#[derive(Clone, Debug)]
pub struct AgencyKind {
    /// Stable id, such as `development-and-reform`.
    pub id: String,
    /// Chinese name shown to readers.
    pub name: String,
    /// English name.
    pub en: String,
    /// Full, short and former names without the level (市, 省) in front.
    pub aliases: Vec<String>,
}

/// The kinds of bodies and what tells a body's name from other words.
#[derive(Debug, Default)]
pub struct Agencies {}

impl Agencies {
    /// The kind a body is of: 市发改委, 市发展和改革委员会, 温州市发展改革委 are one.
    pub fn kind_of(&self, _name: &str) -> Option<&AgencyKind> {
        None
    }

    /// The kind with this id.
    pub fn get(&self, _id: &str) -> Option<&AgencyKind> {
        None
    }

    /// Whether the words read like the name of a body (a known kind, or an ending such as 局, 公司,
    /// 管委会, 人民政府) rather than like running text.
    pub fn is_body(&self, _name: &str) -> bool {
        false
    }

    /// Whether the words name a group and no body: 有关部门, 各牵头单位, 成员单位.
    pub fn is_generic(&self, _name: &str) -> bool {
        false
    }

    /// The id an assignment to this body is filed under: its kind's, else one made from its name.
    pub fn id_of(&self, name: &str) -> String {
        name.to_owned()
    }
}
