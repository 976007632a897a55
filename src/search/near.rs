//! Alternatives for a word that does not occur: words of similar sound or form, topics that it belongs
//! to, places without texts.

use pinyin::ToPinyin;

use super::guide::Guide;

/// Maximum number of alternatives.
const MOST: usize = 5;
/// Minimum length of pinyin for looking up whole words.
const SPELLED: usize = 4;

/// The pinyin of a word without tones, and its initials; `None` if a character has no pinyin.
pub fn sounds(word: &str) -> Option<[String; 2]> {
    let syllables = word.to_pinyin().map(|s| s.map(|s| s.plain()));
    let syllables: Vec<&str> = syllables.collect::<Option<_>>()?;
    let initials = syllables.iter().filter_map(|s| s.chars().next());
    Some([syllables.concat(), initials.collect()])
}

impl Guide {
    /// The words with exactly this pinyin; an input that is short, or a word itself, gives none.
    pub fn spelled(&self, sound: &str) -> Vec<String> {
        let is_pinyin = sound.len() >= SPELLED && sound.bytes().all(|b| b.is_ascii_lowercase());
        if !is_pinyin || self.words.iter().any(|word| word == sound) {
            return Vec::new();
        }
        let words = self.suggested.iter();
        let same = words.filter(|word| sounds(word).is_some_and(|[whole, _]| whole == sound));
        same.take(MOST).cloned().collect()
    }

    /// Words of the same sound as one that does not occur: 温州 for 温洲.
    pub fn sounding_like(&self, word: &str) -> Vec<String> {
        let Some([own, _]) = sounds(word) else {
            return Vec::new();
        };
        let cities = self.values.get("city").into_iter().flatten();
        let names = cities.flat_map(|value| &value.names);
        let mut found = Vec::new();
        for other in names.chain(&self.suggested) {
            let alike = || sounds(other).is_some_and(|[whole, _]| whole == own);
            if other != word && !found.contains(other) && alike() {
                found.push(other.clone());
            }
        }
        found.truncate(MOST);
        found
    }

    /// The words nearest to one that does not occur. For pinyin or its initials these are the words
    /// pronounced so, else those with most characters in common. Numbers have none.
    pub fn nearest(&self, word: &str) -> Vec<String> {
        if word.bytes().all(|byte| byte.is_ascii_lowercase()) {
            return self.beginning_to_sound(word);
        }
        let says_number = |word: &str| word.chars().any(|c| c.is_ascii_digit());
        if says_number(word) {
            return Vec::new();
        }
        let own: Vec<char> = word.chars().collect();
        let mut near: Vec<(usize, usize, &String)> = Vec::new();
        for (n, other) in self.words.iter().enumerate() {
            let length = other.chars().count();
            let shared = own.iter().filter(|c| other.contains(**c)).count();
            // At least half of the characters of both.
            if shared * 4 >= own.len() + length && shared > 0 && !says_number(other) {
                near.push((own.len() + length - 2 * shared.min(length), n, other));
            }
        }
        near.sort();
        near.into_iter()
            .take(MOST)
            .map(|(_, _, w)| w.clone())
            .collect()
    }

    fn beginning_to_sound(&self, sound: &str) -> Vec<String> {
        let mut near: Vec<(bool, usize, &String)> = Vec::new();
        for (n, word) in self.suggested.iter().enumerate() {
            if let Some(ways) = sounds(word)
                && ways.iter().any(|way| way.starts_with(sound))
            {
                near.push((ways.iter().all(|way| way != sound), n, word));
            }
        }
        near.sort();
        let nearest = near.into_iter().take(MOST);
        nearest.map(|(_, _, word)| word.clone()).collect()
    }

    /// The ids of the topics that a word belongs to although no text contains it.
    pub fn topics_of(&self, word: &str) -> Vec<String> {
        let speaks =
            |words: &[String]| words.iter().any(|w| w == word || word.contains(w.as_str()));
        let topics = self.near.topics.iter();
        let found = topics.filter(|(_, words)| speaks(words));
        found.map(|(id, _)| id.clone()).collect()
    }
}
