//! Sections 17 and 18: ratings, knowledge and tickets.

use super::{By, Definition, Row, Subject, Year};
use crate::facts::Ticket;
use crate::package::tables::Rating;
use crate::report::Unit;

const RATING_BREAKDOWNS: &[By] = &[By::Month, By::Channel];
const TICKETS: &[&str] = &["matters", "acts"];
const TICKET_BREAKDOWNS: &[By] = &[By::TicketKind, By::Region, By::Month, By::Channel];

/// The figures of sections 17 and 18.
pub(super) const FIGURES: &[Definition] = &[
    Definition::mean("rating_score_mean", 17, Unit::Points, &["ratings"], |year, count| {
        for rating in ratings(year) {
            let score = f64::from(rating.stars.0) * 2.0;
            count(Row::amount(score, &rating.rating_id, Subject::Rating(rating)));
        }
    })
    .by(RATING_BREAKDOWNS),
    Definition::count("ratings_received", 17, &["ratings"], |year, count| {
        for rating in ratings(year) {
            count(Row::one(&rating.rating_id, Subject::Rating(rating)));
        }
    })
    .by(RATING_BREAKDOWNS),
    Definition::count("ratings_negative", 17, &["ratings"], |year, count| {
        for rating in ratings(year) {
            count(Row::one_if(is_negative(rating), &rating.rating_id, Subject::Rating(rating)));
        }
    }),
    Definition::rate("ratings_negative_resolved_rate", 17, &["ratings"], |year, count| {
        for rating in ratings(year).filter(|rating| is_negative(rating)) {
            let is_resolved = rating.resolved_at.is_some();
            count(Row::one_if(is_resolved, &rating.rating_id, Subject::Rating(rating)));
        }
    }),
    Definition::count("rating_points", 17, &["rating_points"], |year, count| {
        for point in &year.registers.rating_points {
            count(Row::one(&point.point_id, Subject::Plain));
        }
    }),
    Definition::count("systems_connected_to_rating", 17, &["connected_systems"], |year, count| {
        for system in &year.registers.connected_systems {
            if system.connected_on <= year.period.last {
                count(Row::one(&system.name, Subject::Plain));
            }
        }
    }),
    Definition::count("knowledge_entries", 18, &["knowledge"], |year, count| {
        let last = year.period.last;
        for entry in &year.registers.knowledge {
            if entry.updated_on <= last && entry.retired_on.is_none_or(|on| on > last) {
                count(Row::one(&entry.entry_id, Subject::Plain));
            }
        }
    }),
    Definition::count("tickets_received", 18, TICKETS, |year, count| {
        tickets(year, count, |_| true);
    })
    .by(TICKET_BREAKDOWNS),
    Definition::count("tickets_closed", 18, TICKETS, |year, count| {
        tickets(year, count, |ticket| ticket.is_closed);
    })
    .by(TICKET_BREAKDOWNS),
    Definition::count("tickets_overdue", 18, TICKETS, |year, count| {
        tickets(year, count, |ticket| ticket.is_late);
    })
    .by(TICKET_BREAKDOWNS),
];

fn ratings(year: &Year) -> impl Iterator<Item = &Rating<'static>> {
    year.registers.ratings.iter().filter(|rating| year.period.contains(rating.at.day))
}

/// 差评: 不满意 and 非常不满意.
fn is_negative(rating: &Rating<'_>) -> bool {
    rating.stars.0 <= 2
}

fn tickets(year: &Year, count: &mut dyn FnMut(Row<'_>), counts: impl Fn(&Ticket) -> bool) {
    let facts = &year.facts;
    for ticket in &facts.tickets {
        let matter = facts.matter(ticket.matter);
        let subject = Subject::Matter { facts, matter, item: None, day: ticket.opened.day };
        count(Row::one_if(counts(ticket), &matter.id, subject));
    }
}
