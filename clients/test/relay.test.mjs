import assert from "node:assert/strict";
import { test } from "node:test";
import relay from "relay-runtime";
import quoteFragment from "../relay/__generated__/documentsQuote.graphql.js";
import quoteQuery from "../relay/__generated__/documentsQuoteQuery.graphql.js";
import quotesFragment from "../relay/__generated__/documentsQuotes.graphql.js";
import quotesPageQuery from "../relay/__generated__/documentsQuotesPageQuery.graphql.js";
import quotesQuery from "../relay/__generated__/documentsQuotesQuery.graphql.js";
import saidQuery from "../relay/__generated__/documentsSaidQuery.graphql.js";
import { ask, url } from "../support.mjs";

const { Environment, fetchQuery, getSelector, Network, RecordSource, Store } = relay;

function environment() {
  const network = Network.create(async ({ text }, variables) => {
    const response = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ query: text, variables }),
    });
    return response.json();
  });
  return new Environment({ network, store: new Store(new RecordSource()) });
}

/** What a component with this fragment would get. */
const read = (environment, fragment, key) => environment.lookup(getSelector(fragment, key)).data;

test("a compiled query with variables answers real records", async () => {
  const variables = { speaker: "steve-witkoff", about: "vladimir-putin" };
  const { quotes } = await fetchQuery(environment(), saidQuery, variables).toPromise();
  assert.equal(quotes.totalCount, 3);
  assert.match(quotes.nodes[0].text, /^I don’t regard Putin as a bad guy/);
  assert.deepEqual(quotes.nodes[0].speaker, { name: "Steve Witkoff" });
});

test("a connection joins two pages of quotes to one list", async () => {
  const store = environment();
  const root = await fetchQuery(store, quotesQuery, {}).toPromise();
  const first = read(store, quotesFragment, root).quotes;
  assert.equal(first.edges.length, 5);
  assert.equal(first.pageInfo.hasNextPage, true);

  // What loadNext of usePaginationFragment does.
  await fetchQuery(store, quotesPageQuery, { count: 5, cursor: first.pageInfo.endCursor }).toPromise();

  const together = read(store, quotesFragment, root).quotes.edges.map((edge) => edge.node.slug);
  const expected = await ask("{ quotes(first: 10) { nodes { slug } } }");
  assert.deepEqual(together, expected.quotes.nodes.map((quote) => quote.slug));
});

test("a fragment is fetched again through node(id)", async () => {
  const expected = await ask("{ quotes(first: 1) { nodes { id slug text } } }");
  const [quote] = expected.quotes.nodes;
  const store = environment();
  const { node } = await fetchQuery(store, quoteQuery, { id: quote.id }).toPromise();
  assert.deepEqual(read(store, quoteFragment, node), quote);
});

test("an error can be told by its code", async () => {
  await assert.rejects(fetchQuery(environment(), quotesPageQuery, { count: 101 }).toPromise(), (error) => {
    assert.equal(error.source.errors[0].extensions.code, "BAD_USER_INPUT");
    return true;
  });
});
