//! Load: a few connections that send requests at random, as fast as they are answered.

use std::collections::BTreeMap;
use std::io::Result;
use std::ops::AddAssign;
use std::thread;

use crate::connection::{Connection, bytes};
use crate::native::Answer;
use crate::requests::Exchange;
use crate::support::catalogs::Digits;

const CONNECTIONS: usize = 4;
/// Most wrong replies that are described.
const MOST_WRONG: usize = 10;
/// Requests of a connection before the next one that is broken off.
const BETWEEN_BREAKS: usize = 200;
/// Requests that are sent before the first reply is read, once in a while.
const PIPELINED: usize = 8;

/// Results of replies that were checked.
#[derive(Debug, Default)]
pub(crate) struct Totals {
    pub(crate) by_status: BTreeMap<u16, usize>,
    pub(crate) bytes: usize,
    /// Connections that were closed within a request or a reply.
    pub(crate) broken_off: usize,
    pub(crate) wrong: Vec<String>,
}

impl AddAssign for Totals {
    fn add_assign(&mut self, other: Self) {
        for (status, number) in other.by_status {
            *self.by_status.entry(status).or_default() += number;
        }
        self.bytes += other.bytes;
        self.broken_off += other.broken_off;
        self.wrong.extend(other.wrong);
        self.wrong.truncate(MOST_WRONG);
    }
}

/// A number of requests, chosen from `exchanges`.
pub(crate) struct Round<'a> {
    pub(crate) port: u16,
    pub(crate) exchanges: &'a [Exchange],
    pub(crate) requests: usize,
    pub(crate) seed: usize,
}

impl Round<'_> {
    /// Sends all requests and checks their replies.
    pub(crate) fn run(&self) -> Totals {
        let mut totals = Totals::default();
        thread::scope(|scope| {
            let threads: Vec<_> = (0..CONNECTIONS).map(|number| scope.spawn(move || self.connection(number))).collect();
            threads.into_iter().for_each(|thread| totals += thread.join().unwrap());
        });
        totals
    }

    /// Requests of connection `number`.
    fn connection(&self, number: usize) -> Totals {
        let mut totals = Totals::default();
        let mut state = (self.seed * CONNECTIONS + number) as u64;
        let mut next = || {
            // Any sequence will do, as long as it is the same in every run.
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            &self.exchanges[Digits(state >> 33).next(self.exchanges.len())]
        };
        let mut left = self.requests / CONNECTIONS + usize::from(number < self.requests % CONNECTIONS);
        let mut connection = None;
        while left > 0 {
            let is_break = left.is_multiple_of(BETWEEN_BREAKS);
            let batch: Vec<&Exchange> = (0..if is_break { PIPELINED.min(left) } else { 1 }).map(|_| next()).collect();
            left -= batch.len();
            if let Err(error) = self.exchange(&mut connection, &batch, &mut totals) {
                let asked: Vec<_> = batch.iter().map(|exchange| &exchange.asked).collect();
                totals.wrong.push(format!("{error}: {asked:?}"));
                connection = None;
            }
            if is_break && let Err(error) = self.break_off(next(), next(), &mut totals) {
                totals.wrong.push(format!("a new connection: {error}"));
            }
            totals.wrong.truncate(MOST_WRONG);
        }
        totals
    }

    /// Sends the requests of `batch` in one piece, and checks their replies.
    fn exchange(&self, kept: &mut Option<Connection>, batch: &[&Exchange], totals: &mut Totals) -> Result<()> {
        let connection = match kept {
            Some(connection) => connection,
            None => kept.insert(Connection::open(self.port)?),
        };
        connection.send(&batch.iter().map(|exchange| bytes(&exchange.asked)).collect::<Vec<_>>().concat())?;
        for exchange in batch {
            let answer = connection.receive(exchange.asked.method)?;
            *totals.by_status.entry(answer.status).or_default() += 1;
            totals.bytes += answer.body.len();
            if answer != exchange.answer {
                totals.wrong.push(difference(exchange, &answer));
            }
        }
        Ok(())
    }

    /// Closes a connection within a request, and another one within a reply.
    fn break_off(&self, one: &Exchange, other: &Exchange, totals: &mut Totals) -> Result<()> {
        let request = bytes(&one.asked);
        Connection::open(self.port)?.send(&request[..request.len() / 2])?;
        let mut connection = Connection::open(self.port)?;
        connection.send(&bytes(&other.asked))?;
        connection.read_some()?;
        totals.broken_off += 2;
        Ok(())
    }
}

/// The first thing in which `answer` differs from the right one.
fn difference(Exchange { asked, answer: right }: &Exchange, answer: &Answer) -> String {
    let part = if answer.status != right.status {
        format!("status {} instead of {}", answer.status, right.status)
    } else if answer.headers != right.headers {
        format!("headers {:?} instead of {:?}", answer.headers, right.headers)
    } else {
        let at = answer.body.iter().zip(&right.body).take_while(|(found, right)| found == right).count();
        format!("{} bytes instead of {}, from {at} on", answer.body.len(), right.body.len())
    };
    format!("{part}: {asked:?}")
}
