use super::{Entry, Outcome};
use crate::model::Account;

/// Counts of the outcomes.
pub fn summary(entries: &[Entry]) -> Account {
    let mut account = Account::default();
    for entry in entries {
        let count = match entry.outcome {
            Outcome::Figure => &mut account.figures,
            Outcome::Assignment => &mut account.assignments,
            Outcome::Because(_) => &mut account.excluded,
            Outcome::Unexplained => &mut account.unexplained,
        };
        *count += 1;
    }
    account
}

#[cfg(test)]
mod tests {
    use crate::extract::{Seed, read_policy};
    use crate::vocabulary::tests::REAL;

    #[test]
    fn numbers_and_duties_of_a_text_are_counted() {
        let text = "某市方案\n一、任务\n（一）光伏行动。到2025年，建成绿色工厂20家以上。（市发改委牵头）\n";
        let policy = read_policy(text.as_bytes(), &Seed::default(), &REAL).unwrap();
        let account = policy.account.unwrap();
        assert_eq!(
            (account.figures, account.assignments, account.unexplained),
            (1, 1, 0)
        );
        assert_eq!(account.explained(), 1.0);
    }
}
