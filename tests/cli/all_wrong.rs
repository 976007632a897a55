//! One run of `check` tells everything that is wrong, each at its line and column.

use std::collections::BTreeSet;
use std::fs;

use crate::site::Site;

/// What is told: code, file, line and column.
type Told = (String, String, Option<u64>, Option<u64>);

/// What somebody did to a sound site, and what is to be told of it. No two do it to the same file, so
/// that all of it can be done at once.
struct Wrong {
    file: &'static str,
    text: Text,
    told: &'static [(&'static str, u64, u64)],
}

enum Text {
    /// The whole file.
    Is(&'static [u8]),
    /// What is written at its end; lines are counted from there.
    Ends(&'static str),
}
use Text::{Ends, Is};

const ALL: &[Wrong] = &[
    Wrong {
        file: "seeds/third.txt",
        text: Is(b"\xb1\xea\xcc\xe2\n\xb9\xd8\xd3\xda\xff\xff\n"),
        told: &[("not-text", 2, 3)],
    },
    Wrong {
        file: "content/site.yaml",
        text: Is("title: 策问\ntitel: 策问\ndescription: 一句话\nlanguage: zh-CN\ntheme: default\nbase_url: /policies/\nheadline_indicators: [forest-coverage, 森林]\n".as_bytes()),
        told: &[("site-settings", 2, 1), ("site-settings", 6, 1), ("site-settings", 7, 40)],
    },
    Wrong {
        file: "content/sources.yaml",
        text: Is("- file: seeds/first.txt\n  id: first\n  颜色: 红\n  region: 某某市\n- {file: seeds/second.txt, id: second, url: nowhere, original: 二.pdf, sha256: 0000000000000000000000000000000000000000000000000000000000000000}\n- {file: seeds/gone.txt, id: gone}\n- {file: seeds/a.txt, id: [\n".as_bytes()),
        told: &[
            ("sources", 3, 3),
            ("sources", 4, 11),
            ("sources", 5, 45),
            ("source-stale", 5, 79),
            ("sources", 6, 10),
            ("sources", 7, 28),
        ],
    },
    Wrong {
        file: "originals/二.pdf",
        text: Is(b"%PDF-1.4"),
        told: &[],
    },
    Wrong {
        file: "content/vocabulary/units.yaml",
        text: Ends("- {names: [吨标], si: t, factr: 1}\n- {names: [吨标准, 二\n- {names: [三], si: t}\n"),
        told: &[
            ("vocabulary-broken", 1, 24),
            ("vocabulary-broken", 2, 11),
            ("vocabulary-entry", 3, 12),
        ],
    },
    Wrong {
        file: "content/vocabulary/synonyms.yaml",
        text: Ends("- [新词, 旧词, 新词]\n"),
        told: &[("vocabulary-entry", 1, 12)],
    },
    Wrong {
        file: "content/vocabulary/indicators.yaml",
        text: Ends("- {id: new-one, name: 新指标, en: New, unit: 个, topics: [nowhere], patterns: ['新(']}\n"),
        told: &[("vocabulary-entry", 1, 55), ("vocabulary-entry", 1, 77)],
    },
    Wrong {
        file: "content/corrections/a.yaml",
        text: Is("# 说明\n- {document: gone-too, drop: true, why: 无}\n- document: first\n  figure: f1\n  was: {value: 26}\n  set: {value: 28}\n  why: 附表\n- {document: first, titel: 甲, why: 无}\n".as_bytes()),
        told: &[
            ("correction-unmatched", 2, 14),
            ("correction-stale", 5, 9),
            ("corrections", 8, 21),
        ],
    },
    Wrong {
        file: "content/corrections/b.yaml",
        text: Is("document: first\n".as_bytes()),
        told: &[("corrections", 1, 1)],
    },
    Wrong {
        file: "content/updates.yaml",
        text: Is(b"days:\n- {date: yesterday, documents: []}\n"),
        told: &[("updates", 2, 10)],
    },
    Wrong {
        file: "content/documents/second.yaml",
        text: Is(b"mine: 1\n"),
        told: &[("document", 0, 0)],
    },
    Wrong {
        file: "content/source.yaml",
        text: Is(b"[]\n"),
        told: &[("unread-file", 0, 0)],
    },
    Wrong {
        file: "content/vocabulary/topic.yaml",
        text: Is(b"[]\n"),
        told: &[("unread-file", 0, 0)],
    },
    Wrong {
        file: "content/pages/about.markdown",
        text: Is("# 甲\n".as_bytes()),
        told: &[("unread-file", 0, 0)],
    },
    Wrong {
        file: "content/pages/front.md",
        text: Is("---\ntitle: 甲\ntitel: 甲\norder: 一\n---\n[死](../dead/)\n".as_bytes()),
        told: &[
            ("page-front-matter", 3, 1),
            ("page-front-matter", 4, 1),
            ("link-dead", 6, 5),
        ],
    },
    Wrong {
        file: "content/pages/no-front.md",
        text: Is("# 甲\n".as_bytes()),
        told: &[("page-front-matter", 1, 1)],
    },
    Wrong {
        file: "content/pages/links.md",
        text: Is("---\ntitle: 链接\n---\n## 数据 {#data}\n\n好：[一](/cities/)、[二](../documents/first/#L4)、[三](#data)、[四](../documents/first/index.html?x=1)、<https://example.org/>、[五](%2e./cities/)\n\n坏：[一](/nowhere/)、[二](../documents/first/#L99)、[三](#nowhere)、[四](javascript:alert(1))\n\n![图](../static/none.png) [斜](../cities) [网](http:/example.org) [外](../../../x)\n\n参见[文][d]。\n\n[d]: ../gone/index.html\n".as_bytes()),
        told: &[
            ("link-dead", 8, 7),
            ("link-dead", 8, 22),
            ("link-dead", 8, 51),
            ("link-unsafe", 8, 65),
            ("link-dead", 10, 6),
            ("link-dead", 10, 30),
            ("link-malformed", 10, 45),
            ("link-malformed", 10, 68),
            ("link-dead", 14, 6),
        ],
    },
    Wrong {
        file: "themes/default/templates/topics.html",
        text: Is(b"{% extends \"base.html\" %}\n{% if %}\n"),
        told: &[("template", 2, 7)],
    },
    Wrong {
        file: "themes/default/templates/indicators.html",
        text: Is("{% extends \"base.html\" %}\n{% block main %}\n<h1>标题{{ page.nope }}</h1>{{ t.nope }}\n<a href=\"{{ root }}nowhere/\">无</a>{% endblock main %}\n".as_bytes()),
        told: &[("template", 3, 15), ("template", 3, 32), ("link-dead", 4, 20)],
    },
    Wrong {
        file: "themes/default/templates/compare.html",
        text: Is("{% extends \"base.html\" %}\n{% block main %}{{ <nothing x={1} /> }}\n{% include \"none.html\" %}{% endblock main %}\n".as_bytes()),
        told: &[("template", 2, 20), ("template", 3, 12)],
    },
    Wrong {
        file: "themes/default/theme.yaml",
        text: Ends("colour: red\n"),
        told: &[("theme-broken", 1, 1)],
    },
];

impl Wrong {
    /// Does it; gives what is to be told.
    fn is_done_to(&self, site: &Site) -> Vec<Told> {
        let above = match self.text {
            Is(bytes) => {
                site.write(self.file, bytes);
                0
            }
            Ends(text) => {
                let before = fs::read_to_string(site.path(self.file)).unwrap();
                site.write(self.file, format!("{before}{text}"));
                before.lines().count() as u64
            }
        };
        let told = self.told.iter().map(|&(code, line, column)| {
            let line = (line > 0).then_some(above + line);
            let column = (column > 0).then_some(column);
            (code.to_owned(), self.file.to_owned(), line, column)
        });
        told.collect()
    }
}

/// What `check` tells of a site, besides what it tells of a sound one.
fn check(site: &Site) -> BTreeSet<Told> {
    let run = site.run(&["check", "--message-format", "json"]);
    assert_eq!(run.err, "");
    let told = run.out.lines().map(|line| {
        let message: serde_json::Value = serde_json::from_str(line).unwrap();
        let text = |key: &str| message[key].as_str().unwrap_or_default().to_owned();
        assert!(
            !text("message").is_empty() && !text("help").is_empty(),
            "{line}"
        );
        let number = |key: &str| message[key].as_u64();
        (text("code"), text("file"), number("line"), number("column"))
    });
    told.filter(|(code, ..)| code != "region-missing").collect()
}

#[test]
fn a_sound_site_has_nothing_wrong() {
    assert_eq!(check(&Site::new()), BTreeSet::new());
}

#[test]
fn each_mistake_is_told_at_its_place() {
    for wrong in ALL {
        let site = Site::new();
        if wrong.file == "content/sources.yaml" {
            site.write("originals/二.pdf", "%PDF-1.4");
        }
        let wanted: BTreeSet<Told> = wrong.is_done_to(&site).into_iter().collect();
        assert_eq!(check(&site), wanted, "{}", wrong.file);
    }
}

/// What a theme of two words says has to be words that there are.
#[test]
fn a_word_that_nothing_shows_is_told() {
    let site = Site::new();
    let settings = "title: 策问\ndescription: 一句话\nlanguage: zh-CN\ntheme: own\n";
    site.write("content/site.yaml", settings);
    site.write("themes/own/theme.yaml", "name: own\nbase: default\n");
    let words = "# 词\nnav:\n  home: 门户\n  hmoe: 门户\nown: {greeting: 你好, gretings: 你好}\n";
    site.write("themes/own/i18n/zh-CN.yaml", words);
    let template = "{% extends \"base.html\" %}{% block main %}<h1>{{ t.own.greeting }}</h1>{% endblock main %}";
    site.write("themes/own/templates/404.html", template);
    let told = |line, column| {
        let file = "themes/own/i18n/zh-CN.yaml".to_owned();
        ("i18n-unshown".to_owned(), file, Some(line), Some(column))
    };
    assert_eq!(check(&site), BTreeSet::from([told(4, 3), told(5, 21)]));
}

/// A theme whose document page lacks an id leaves hits of the search without their passage.
#[test]
fn a_hit_of_the_search_that_leads_to_no_element_is_told() {
    let site = Site::new();
    let settings = "title: 策问\ndescription: 一句话\nlanguage: zh-CN\ntheme: own\n";
    site.write("content/site.yaml", settings);
    site.write("themes/own/theme.yaml", "name: own\nbase: default\n");
    let template = concat!(
        "{% extends \"base.html\" %}{% block main %}<h1>{{ page.title }}</h1>",
        "{% for b in page.blocks %}{% if b.kind == \"heading\" %}<h2 id=\"{{ b.anchor }}\">{{ b.text }}</h2>",
        "{% else %}<p>{{ b.text }}</p>{% endif %}{% endfor %}{% endblock main %}\n",
    );
    site.write("themes/own/templates/document.html", template);
    let told = site.run(&["check"]).err;
    assert!(
        told.contains("warning[link-dead]: of the search, `documents/"),
        "{told}"
    );
    assert!(
        told.contains("leads to a place that is not on its page: L"),
        "{told}"
    );
}

/// Without settings that can be read, or a theme that is there, pages are looked at all the same.
#[test]
fn a_broken_site_yaml_hides_no_page() {
    let dead = "---\ntitle: 甲\n---\n[死](../dead/)\n";
    for (text, line, column) in [
        (
            Some("title: 策问\ndescription: 一句话\nlanguage: zh-CN\ntheme: baroque\n"),
            Some(4),
            Some(8),
        ),
        (
            Some("title: 策问\ndescription: 一句话\nlanguage: zh-CN\ntheme: ../x\n"),
            Some(4),
            Some(1),
        ),
        (Some("- 一\n"), Some(1), Some(1)),
        (None, None, None),
    ] {
        let site = Site::new();
        site.write("content/pages/one.md", dead);
        match text {
            Some(text) => site.write("content/site.yaml", text),
            None => site.remove("content/site.yaml"),
        }
        let told =
            |code: &str, file: &str, line, column| (code.to_owned(), file.to_owned(), line, column);
        let wanted = [
            told("site-settings", "content/site.yaml", line, column),
            told("link-dead", "content/pages/one.md", Some(4), Some(5)),
        ];
        assert_eq!(check(&site), BTreeSet::from(wanted), "{text:?}");
    }
}

#[test]
fn all_mistakes_are_told_in_one_run() {
    let site = Site::new();
    let wanted: BTreeSet<Told> = ALL
        .iter()
        .flat_map(|wrong| wrong.is_done_to(&site))
        .collect();
    assert_eq!(check(&site), wanted);
    for format in ["human", "github"] {
        let run = site.run(&["check", "--message-format", format]);
        assert_eq!(run.code, Some(1));
        let told = format!("{}{}", run.out, run.err);
        for (code, file, line, column) in &wanted {
            let place = match (line, column, format) {
                (Some(line), Some(column), "human") => format!("{file}:{line}:{column}"),
                (Some(line), Some(column), _) => {
                    format!("file={file},line={line},col={column},title={code}")
                }
                _ => file.clone(),
            };
            assert!(told.contains(&place), "no {place} in\n{told}");
        }
    }
}
