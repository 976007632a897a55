use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::model::Diagnostic;

/// The date of this build in UTC. `SOURCE_DATE_EPOCH` takes precedence over the clock, so that builds are
/// reproducible.
pub fn today() -> Result<Date, Diagnostic> {
    const NAME: &str = "SOURCE_DATE_EPOCH";
    let now = match std::env::var(NAME) {
        Ok(seconds) => seconds
            .trim()
            .parse()
            .ok()
            .and_then(|s| Timestamp::from_second(s).ok())
            .ok_or_else(|| {
                Diagnostic::error("environment", NAME, format!("“{seconds}” is no time"))
                    .help("give the seconds since 1970, such as the output of `git log -1 --format=%ct`, or unset it")
            })?,
        Err(_) => Timestamp::now(),
    };
    Ok(now.to_zoned(TimeZone::UTC).date())
}
