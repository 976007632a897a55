//! The start and end of a document's validity.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Lines, Policy};

/// 施行: the first day of a document's validity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ValidFrom {
    /// The day.
    pub date: Date,
    /// The lines of the text that state it.
    pub lines: Lines,
}

/// 有效期至: the last day of a document's validity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ValidUntil {
    /// The day.
    pub date: Date,
    /// The lines of the text that state it.
    pub lines: Lines,
}

/// 有效期五年: the length of a document's validity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ValidFor {
    /// 24 for two years.
    pub months: i32,
    /// The lines of the text that state it.
    pub lines: Lines,
}

/// 「已废止」「已失效」 on a text itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// [`Status::Repealed`] or [`Status::Expired`].
    pub status: Status,
    /// The first day of this status; `None` if it began before the text was saved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Date>,
    /// The lines of the text that state it.
    pub lines: Lines,
}

/// 「同时废止」 of this document by another one of the site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RepealedBy {
    /// Id of the other document.
    pub document: String,
    /// The first day of the other document's validity.
    pub since: Date,
    /// The lines of the other text that state it.
    pub lines: Lines,
}

/// The status of a document on a day.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// 现行有效.
    InForce,
    /// 尚未施行.
    NotYet,
    /// 已失效: its time is over.
    Expired,
    /// 已废止.
    Repealed,
    /// 规划期已过: the years that it is made for are over, which leaves open whether it is in force.
    PeriodOver,
    /// The text does not state it.
    #[default]
    Unknown,
}

impl Status {
    /// `in_force`, `not_yet`, `expired`, `repealed`, `period_over`, `unknown`.
    pub fn id(self) -> &'static str {
        match self {
            Self::InForce => "in_force",
            Self::NotYet => "not_yet",
            Self::Expired => "expired",
            Self::Repealed => "repealed",
            Self::PeriodOver => "period_over",
            Self::Unknown => "unknown",
        }
    }
}

impl Policy {
    /// Its last day: the one it states, else the end of its term.
    pub fn last_day(&self) -> Option<Date> {
        if let Some(until) = self.valid_until {
            return Some(until.date);
        }
        let months = jiff::Span::new().try_months(self.valid_for?.months).ok()?;
        let end = self.effective_on?.checked_add(months).ok()?;
        end.yesterday().ok()
    }

    /// Returns whether the document is in force on a day, and the reason. Without any statement the
    /// status is unknown: a text without a last day may have been repealed by another.
    pub fn status_on(&self, day: Date) -> DatedStatus {
        let ended = |e: &Ended| e.since.is_none_or(|since| since <= day);
        if let Some(ended) = self.ended.filter(ended) {
            let reason = StatusReason::Marked;
            return DatedStatus::new(ended.status, reason, ended.since, Some(ended.lines));
        }
        let other = self.repealed_by.as_ref();
        if let Some(other) = other.filter(|other| other.since <= day) {
            let reason = StatusReason::RepealedBy;
            return DatedStatus::new(Status::Repealed, reason, Some(other.since), None);
        }
        let begins = self.valid_from.map(|from| from.lines);
        if let Some(first) = self.effective_on.filter(|first| day < *first) {
            return DatedStatus::new(Status::NotYet, StatusReason::Begins, Some(first), begins);
        }
        let ends = self.valid_until.map(|until| until.lines);
        let ends = ends.or(self.valid_for.map(|term| term.lines));
        match self.last_day() {
            Some(last) => {
                let status = match last < day {
                    true => Status::Expired,
                    false => Status::InForce,
                };
                DatedStatus::new(status, StatusReason::Ends, Some(last), ends)
            }
            None if self.stated_in_force.is_some() => {
                let reason = StatusReason::Marked;
                DatedStatus::new(Status::InForce, reason, None, self.stated_in_force)
            }
            None => self.period_status_on(day),
        }
    }

    /// The status by the years that the document is made for.
    fn period_status_on(&self, day: Date) -> DatedStatus {
        match self.period.to.filter(|last| *last < day.year()) {
            Some(last) => {
                let last = jiff::civil::date(last, 12, 31);
                DatedStatus::new(Status::PeriodOver, StatusReason::Period, Some(last), None)
            }
            None => DatedStatus::default(),
        }
    }
}

/// The status of a document on a day, with the reason.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DatedStatus {
    /// The status.
    pub status: Status,
    /// Why.
    pub reason: StatusReason,
    /// The day on which it begins or ends.
    pub day: Option<Date>,
    /// The lines of the text that state it.
    pub lines: Option<Lines>,
}

impl DatedStatus {
    fn new(status: Status, reason: StatusReason, day: Option<Date>, lines: Option<Lines>) -> Self {
        Self {
            status,
            reason,
            day,
            lines,
        }
    }
}

/// Why a document has its status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StatusReason {
    /// The text or its page is marked so.
    Marked,
    /// Another document of the site repeals it.
    RepealedBy,
    /// Its first day (施行日期).
    Begins,
    /// Its last day (有效期).
    Ends,
    /// The last year that it is made for (规划期).
    Period,
    /// There is no evidence.
    #[default]
    None,
}

impl StatusReason {
    /// `marked`, `repealed_by`, `begins`, `ends`, `period`, `none`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Marked => "marked",
            Self::RepealedBy => "repealed_by",
            Self::Begins => "begins",
            Self::Ends => "ends",
            Self::Period => "period",
            Self::None => "none",
        }
    }
}
