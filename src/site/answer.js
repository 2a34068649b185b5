// The answer to a query. It can be older than the choice that is shown. Its counts are shown until a newer answer comes.

/** @import { Facet } from "./facets.js" */
/** @import { Counts, FilterReply } from "./replies.js" */
/** @import { Query } from "./url_state.js" */

import { Fault } from "./api.js";

export class Answer {
  /**
   * @param {Query} query what was asked
   * @param {FilterReply} reply
   * @throws {Fault} if the reply has other groups than the query
   */
  constructor(query, reply) {
    if (reply.orCounts.length !== query.groups.length) throw Fault.lacking("orCounts");
    this.query = query;
    this.reply = reply;
  }

  /**
   * True if this is the answer to `query`.
   *
   * @param {Query} query
   */
  fits(query) {
    return this.query.text === query.text;
  }

  /**
   * True if any image of the catalogue carries `value`.
   *
   * @param {Facet} facet
   * @param {string} value
   */
  knows(facet, value) {
    return this.reply.globalCounts[facet].has(value);
  }

  /**
   * The counts to show beside the values of `facet` for group number `group` of `query`, or for a new group if that is
   * undefined; and the values that the group had in the query that was answered.
   *
   * @param {Query} query
   * @param {Facet} facet
   * @param {number | undefined} group
   * @returns {{ counts: Counts, chosen: string[] }}
   */
  countsOf(query, facet, group) {
    const answered = this.#sameGroup(query, facet, group);
    if (answered === undefined) return { counts: this.reply.counts[facet], chosen: [] };
    return { counts: this.reply.orCounts[answered], chosen: this.query.groups[answered].values };
  }

  /**
   * The number of the answered group that stands for `group` of `query`: numbers shift if groups come or go.
   *
   * @param {Query} query
   * @param {Facet} facet
   * @param {number | undefined} group
   */
  #sameGroup(query, facet, group) {
    const [before, now] = [this.query.groupsOf(facet), query.groupsOf(facet)];
    // A facet whose last group was removed has the counts that the group had.
    if (group === undefined) return now.length === 0 ? before.at(-1) : undefined;
    if (now.length === before.length) return before[now.indexOf(group)];
    const { values } = query.groups[group];
    return before.find((other) => this.query.groups[other].values.some((value) => values.includes(value)));
  }
}
