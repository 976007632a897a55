//! Limits of hosts that take sites for nothing, and how near a site is to them.

use std::path::Path;

use clap::ValueEnum;

use crate::model::Diagnostic;
use crate::publish::FolderSize;

/// A kind of host of static sites.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Host {
    /// Cloudflare Pages, as it costs nothing
    CloudflarePages,
    /// GitHub Pages
    GithubPages,
    /// GitLab Pages
    GitlabPages,
    /// Object storage (OSS, COS, S3), or a web server of your own
    ObjectStorage,
}

/// What a host takes at most, by its documentation.
struct HostLimits {
    host: Host,
    name: &'static str,
    files: Option<u64>,
    /// Bytes of the whole site.
    bytes: Option<u64>,
    /// Bytes of one file.
    largest: Option<u64>,
}

/// The hosts that have limits; docs/hosting.md has the same table.
const HOSTS: [HostLimits; 3] = [
    HostLimits {
        host: Host::CloudflarePages,
        name: "Cloudflare Pages (free)",
        files: Some(20_000),
        bytes: None,
        largest: Some(25 << 20),
    },
    HostLimits {
        host: Host::GithubPages,
        name: "GitHub Pages",
        files: None,
        bytes: Some(1 << 30),
        largest: Some(100 << 20),
    },
    HostLimits {
        host: Host::GitlabPages,
        name: "GitLab Pages",
        files: Some(200_000),
        bytes: Some(1 << 30),
        largest: None,
    },
];

/// Percent of a limit from which on a site is near to it.
const NEAR: u64 = 90;

/// A diagnostic for each limit that a site passes or is near to: of one host if it is known which one the
/// site is for, where passing a limit is an error; else warnings for all hosts.
pub fn host_limits(size: FolderSize, folder: &Path, chosen: Option<Host>) -> Vec<Diagnostic> {
    let told = |limits: &HostLimits, is: u64, limit: u64, what: &str| {
        let words = if is > limit { "more than" } else { "near to" };
        let name = limits.name;
        let message = format!("the site has {is} {what}, {words} the {limit} that {name} takes");
        let told = match chosen.is_some() && is > limit {
            true => Diagnostic::error("host-limit", folder, message),
            false => Diagnostic::warning("host-limit", folder, message),
        };
        told.help("another host takes it, see docs/hosting.md")
    };
    let is_near = |is: u64, limit: u64| is * 100 >= limit * NEAR;
    let hosts = HOSTS.iter();
    let hosts = hosts.filter(|limits| chosen.is_none_or(|chosen| chosen == limits.host));
    let measured = hosts.flat_map(|limits| {
        [
            (limits, limits.files, size.files, "files"),
            (limits, limits.bytes, size.bytes, "bytes"),
            (limits, limits.largest, size.largest, "bytes in one file"),
        ]
    });
    measured
        .filter_map(|(limits, limit, is, what)| {
            let limit = limit.filter(|limit| is_near(is, *limit))?;
            Some(told(limits, is, limit, what))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Severity;

    fn told(files: u64, bytes: u64, largest: u64, host: Option<Host>) -> Vec<(Severity, String)> {
        let size = FolderSize {
            files,
            bytes,
            largest,
        };
        let told = host_limits(size, Path::new("public"), host);
        told.into_iter().map(|d| (d.severity, d.message)).collect()
    }

    #[test]
    fn a_limit_is_told_before_it_is_passed() {
        assert_eq!(told(17_999, 900 << 20, 20 << 20, None), []);
        let near = "the site has 18500 files, near to the 20000 that Cloudflare Pages (free) takes";
        let warned = [(Severity::Warning, near.to_owned())];
        assert_eq!(told(18_500, 300 << 20, 1 << 20, None), warned);
        assert_eq!(told(25_000, 2 << 30, 30 << 20, None).len(), 4);
    }

    #[test]
    fn of_the_host_that_a_site_is_for_a_passed_limit_is_an_error() {
        let passed = told(25_000, 2 << 30, 30 << 20, Some(Host::CloudflarePages));
        let severities: Vec<Severity> = passed.iter().map(|(severity, _)| *severity).collect();
        assert_eq!(severities, [Severity::Error, Severity::Error], "{passed:?}");
        assert_eq!(
            told(25_000, 2 << 30, 30 << 20, Some(Host::ObjectStorage)),
            []
        );
    }
}
