// The answer to a query. It can be older than the choice that is shown. Its counts are shown until a newer answer comes.

/** @import { Facet } from "./facets.js" */
/** @import { Counts, FilterReply } from "./replies.js" */
/** @import { Query } from "./url_state.js" */

import { Fault } from "./api.js";
import { VALUES } from "./filter_paths.js";
import { namedValues } from "./vocabulary.js";

export class Answer {
  /**
   * @param {Query} query what was asked
   * @param {FilterReply} reply
   * @param {FilterReply["counts"] | undefined} globalCounts counts over all images
   * @throws {Fault} if the reply has other groups than the query, or these counts did not come
   */
  constructor(query, reply, globalCounts) {
    if (reply.orCounts.length !== query.groups.length) throw Fault.lacking("orCounts");
    if (!globalCounts) throw Fault.lacking("globalCounts");
    this.query = query;
    this.reply = reply;
    this.globalCounts = globalCounts;
  }

  /**
   * True if this is the answer to `query`.
   *
   * @param {Query} query
   */
  fits(query) {
    return this.query.text === query.text;
  }

  /** Number of images in the catalogue; undefined if not all languages are known. */
  get size() {
    const { lang } = this.globalCounts;
    // Every image has one language.
    return lang.size < VALUES ? [...lang.values()].reduce((sum, count) => sum + count, 0) : undefined;
  }

  /**
   * False if no image of the catalogue carries `value`, as far as that is known.
   *
   * @param {Facet} facet
   * @param {string} value
   */
  knows(facet, value) {
    const counts = this.globalCounts[facet];
    if (counts.has(value)) return true;
    if (counts.size < VALUES) return false;
    // All languages, libraries and specs have names.
    const named = namedValues(facet);
    if (named.length > 0) return named.includes(value);
    // The list was cut. The counts of a group keep the value, and those of the only condition are over all images.
    const { groups, exclusions, hasWords } = this.query;
    const [only, ...others] = groups;
    const isAlone = others.length === 0 && exclusions.length === 0 && !hasWords;
    if (!isAlone || only?.facet !== facet || !only.values.includes(value)) return true;
    return this.reply.orCounts[0].has(value);
  }

  /**
   * The counts to show beside the values of `facet` for group number `group` of `query`, or for a new group if that is
   * undefined; the number of all these values, undefined if the reply does not say it; and the values that the group had
   * in the query that was answered.
   *
   * @param {Query} query
   * @param {Facet} facet
   * @param {number | undefined} group
   * @returns {{ counts: Counts, total: number | undefined, chosen: string[] }}
   */
  countsOf(query, facet, group) {
    const answered = this.#sameGroup(query, facet, group);
    if (answered === undefined) {
      const counts = this.reply.counts[facet];
      return { counts, total: this.reply.valueTotals.get(facet) ?? counts.size, chosen: [] };
    }
    const counts = this.reply.orCounts[answered];
    // Totals are known of `counts` alone.
    return {
      counts,
      total: counts.size < VALUES ? counts.size : undefined,
      chosen: this.query.groups[answered].values,
    };
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
