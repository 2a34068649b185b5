//! Texts of parameters: the accepted ones, and those that are refused.

/// Pieces that no known client sends, but that the contract covers.
pub(super) const ODDITIES: [&str; 52] = [
    "",
    "=",
    "&",
    "lib",
    "lib=",
    "lib=,,+,%20",
    "lib=%1c,%C2%85,%E3%80%80",
    "foo=bar",
    "LIB=r",
    "%6Cib=r",
    "lib+=r",
    "lib=r=r",
    "lib=%u0041",
    "lib=%",
    "lang=%4",
    "spec=%FF%C3%28",
    "spec=%ED%A0%80,r",
    "lib=r;lang=r",
    "limits=0",
    "plot_type=scatter",
    "tech=%00",
    "orCounts=1",
    "not",
    "not.",
    "not=lib",
    "not.lib",
    "not.lib=,+,%E3%80%80",
    "not.lib=r;lang=r",
    "not.spec=%FF,r",
    "not.LIB=r",
    "not.=a",
    "not.not.lib=r",
    "not.lib+=r",
    "n%6Ft.lib=r",
    "not%2Elib=r",
    "Not.lib=r",
    "q",
    "q=",
    "q=+-+",
    "q=%CC%81",
    "q=r",
    "q=R&q=s",
    "q=%FFr",
    "q=%EF%BC%A1b",
    "q=stra%C3%9Fe",
    "Q=nope",
    "seed=x",
    "seed=1",
    "sorts=x",
    "facet=x",
    "value=0",
    "field=x",
];

/// Texts that are accepted as a number. None of them is too small for an offset.
pub(super) const NUMBERS: [&str; 21] = [
    "1",
    "2",
    "3",
    "7",
    "36",
    "64",
    "100",
    "1000",
    "01",
    "1.0",
    "1_0",
    "%201",
    "+5",
    "%2B5",
    "00_1",
    "0__2",
    "2.000",
    "-0",
    "00",
    "%E3%80%8012",
    "99999999999999999999",
];

/// Texts that are rejected.
pub(super) const NO_NUMBERS: [&str; 20] = [
    "-1", "-01", "0-1", "", "1.", "_1", "1_", "1__0", "0_", "+-1", "--1", ".0", "1e3", "0x1", "abc", "%22", "1%1C",
    "1%00", "%D9%A3", "%FF",
];

/// Lists of parts to omit.
pub(super) const OMISSIONS: [&str; 12] = [
    "images",
    "counts",
    "counts",
    "globalCounts",
    "orCounts",
    "specTitles",
    "globalCounts,specTitles",
    "counts,orCounts",
    "images&omit=counts,counts",
    "images,+counts%20,,globalCounts,%6FrCounts%2CspecTitles",
    "",
    ",%1c,+",
];

/// Lists with names of no part.
pub(super) const NO_OMISSIONS: [&str; 5] =
    ["Counts,total,offset,limit,or_counts", "valueTotals", ",%1c,counts=", "images;counts", "x,+%22&omit=images"];

/// Accepted orders, with what else they need.
pub(super) const SORTS: [&str; 14] = [
    "spec",
    "quality",
    "newest",
    "relevance",
    "random&seed=0",
    "random&seed=1",
    "random&seed=36",
    "random&seed=4294967295",
    "random&seed=x&seed=%2B0_7",
    "r%61ndom&seed=1.0",
    "quality&seed=x",
    "newest&seed=",
    "nope&sort=quality",
    "nope&sort=relevance&seed=-1",
];

/// Refused orders.
pub(super) const NO_SORTS: [&str; 14] = [
    "",
    "random",
    "Random&seed=1",
    "+spec",
    "spec,quality",
    "score",
    "spec&sort=",
    "random&seed=",
    "random&seed=-1",
    "random&seed=4294967296",
    "random&seed=99999999999999999999",
    "random&seed=1&seed=x",
    "random&seed=1.5",
    "random&seed=%22",
];

/// Lists of facets.
pub(super) const FACETS: [&str; 9] = [
    "lib",
    "lang,plot",
    "spec",
    "tech,dep,style",
    "style,dep,+tech%20,,plot%2Cplot",
    "data,dom,feat&facets=lib",
    "lang,lib,spec,plot,data,dom,feat,dep,tech,pat,prep,style",
    "",
    ",%1c,+",
];

/// Lists with names of no facet.
pub(super) const NO_FACETS: [&str; 5] = ["LIB", "lib;lang", "nope,lib,,+%22", "not.lib", "images&facets=lib"];

/// Lists of members of an image.
pub(super) const FIELDS: [&str; 8] = [
    "spec_id",
    "url",
    "title,spec_id",
    "url_light,+url_dark%20,,url,url",
    "html_light,html_dark,html&fields=quality",
    "library%2Clanguage",
    "",
    ",%1c,+",
];

/// Lists with names of no member.
pub(super) const NO_FIELDS: [&str; 5] = ["id", "spec_id,updated,+Title", "URL", "spec_id;url", "images&fields=url"];
