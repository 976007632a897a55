use crate::model::Region;

/// A province, city or county of GB/T 2260.
#[derive(Clone, Debug)]
pub struct RegionEntry {
    /// Code and full name.
    pub region: Region,
    /// Its part of an address, such as `lishui`; unique among all regions.
    pub slug: String,
}

/// All regions of GB/T 2260.
#[derive(Debug, Default)]
pub struct Regions {}

impl Regions {
    /// The region with this code.
    pub fn get(&self, _code: &str) -> Option<&RegionEntry> {
        None
    }

    /// The region a text begins with, by its full name or, where no other word begins so, its short
    /// one: 丽水市人民政府 and 丽水银保监分局 both give 丽水市. Gives the bytes it takes as well.
    pub fn at_start(&self, _text: &str) -> Option<(&RegionEntry, usize)> {
        None
    }

    /// Every region named in a text by its full name, with its byte offset, in order.
    pub fn named_in(&self, _text: &str) -> Vec<(&RegionEntry, usize)> {
        Vec::new()
    }

    /// The region one level up (county → city → province); `None` for a province.
    pub fn parent(&self, _code: &str) -> Option<&RegionEntry> {
        None
    }
}
