use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A date, or a year and month if a text states no day: `2022-03-14`, `2022-03`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct PartialDate {
    year: i16,
    month: i8,
    day: Option<i8>,
}

impl PartialDate {
    /// A year and month; `None` if there is no such month.
    pub fn month(year: i16, month: i8) -> Option<Self> {
        Date::new(year, month, 1).ok()?;
        Some(Self {
            year,
            month,
            day: None,
        })
    }

    /// Its year.
    pub fn year(self) -> i16 {
        self.year
    }

    /// Whether it is after another date for sure; in one month only if both days are known.
    pub fn is_after(self, other: Self) -> bool {
        let days = self.day.zip(other.day);
        (self.year, self.month) > (other.year, other.month)
            || (self.year, self.month) == (other.year, other.month)
                && days.is_some_and(|(day, other)| day > other)
    }

    /// The full date; `None` if the day is unknown.
    pub fn date(self) -> Option<Date> {
        Date::new(self.year, self.month, self.day?).ok()
    }
}

impl From<Date> for PartialDate {
    fn from(date: Date) -> Self {
        Self {
            year: date.year(),
            month: date.month(),
            day: Some(date.day()),
        }
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)?;
        match self.day {
            Some(day) => write!(f, "-{day:02}"),
            None => Ok(()),
        }
    }
}

impl FromStr for PartialDate {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong =
            || format!("“{text}” is no date: write 2022-03-14, or 2022-03 where no day is known");
        if let Ok(date) = text.parse::<Date>() {
            return Ok(date.into());
        }
        let (year, month) = text.split_once('-').ok_or_else(wrong)?;
        if year.len() != 4 || month.len() != 2 {
            return Err(wrong());
        }
        let month = month.parse().map_err(|_| wrong())?;
        Self::month(year.parse().map_err(|_| wrong())?, month).ok_or_else(wrong)
    }
}

impl TryFrom<String> for PartialDate {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<PartialDate> for String {
    fn from(date: PartialDate) -> Self {
        date.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_a_day_or_a_month_and_nothing_else() {
        for text in ["2022-03-14", "2022-03", "1996-02-05"] {
            assert_eq!(text.parse::<PartialDate>().unwrap().to_string(), text);
        }
        for text in ["2022-13", "2022-02-30", "2022", "202-03", "2022-3"] {
            assert!(text.parse::<PartialDate>().is_err(), "{text}");
        }
        let [month, day]: [PartialDate; 2] = ["2022-03", "2022-03-14"].map(|t| t.parse().unwrap());
        assert!(month < day);
        assert_eq!((month.date(), month.year()), (None, 2022));
    }
}
