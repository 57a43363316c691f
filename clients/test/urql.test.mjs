import assert from "node:assert/strict";
import { test } from "node:test";
import { cacheExchange, Client, fetchExchange, gql } from "@urql/core";
import { persistedExchange } from "@urql/exchange-persisted";
import { recordedFetch, sha256, unusedName, url } from "../support.mjs";

function urql({ exchanges = [], ...options } = {}) {
  const { fetch, sent } = recordedFetch();
  const client = new Client({ url, fetch, exchanges: [cacheExchange, ...exchanges, fetchExchange], ...options });
  return { client, sent };
}

test("a query with variables answers real records", async () => {
  const { client } = urql({ preferGetMethod: false });
  const { data, error } = await client.query(
    gql`
      query Said($speaker: String!, $about: String!) {
        quotes(first: 1, filter: { speaker: [$speaker], about: [$about] }) {
          totalCount
          nodes {
            text
            speaker {
              name
            }
          }
        }
      }
    `,
    { speaker: "steve-witkoff", about: "vladimir-putin" },
  );
  assert.equal(error, undefined);
  assert.equal(data.quotes.totalCount, 3);
  assert.match(data.quotes.nodes[0].text, /^I don’t regard Putin as a bad guy/);
  assert.deepEqual(data.quotes.nodes[0].speaker, { name: "Steve Witkoff", __typename: "Person" });
});

test("the second page starts after the first one's end cursor", async () => {
  const { client } = urql();
  const query = gql`
    query Quotes($first: Int!, $after: String) {
      quotes(first: $first, after: $after) {
        nodes {
          slug
        }
        pageInfo {
          endCursor
        }
      }
    }
  `;
  const page = async (variables) => (await client.query(query, variables)).data.quotes;
  const first = await page({ first: 5 });
  const second = await page({ first: 5, after: first.pageInfo.endCursor });
  const both = await page({ first: 10 });
  assert.deepEqual([...first.nodes, ...second.nodes], both.nodes);
});

test("a persisted query is not found at first, then registered, then sent by its hash alone", async () => {
  const { client, sent } = urql({
    exchanges: [persistedExchange({ preferGetForPersistedQueries: false })],
    preferGetMethod: false,
  });
  const query = `query ${unusedName()} { dataset { name } }`;
  for (let time = 1; time <= 2; time++) {
    const { data } = await client.query(query, {}, { requestPolicy: "network-only" });
    assert.match(data.dataset.name, /^Coalition of the willing/);
  }
  const [unknown, registered, known] = sent;
  assert.deepEqual(sent.map(({ method }) => method), ["POST", "POST", "POST"]);
  assert.equal(unknown.answer.errors[0].message, "PersistedQueryNotFound");
  assert.equal(sha256(registered.parameters.query), registered.parameters.extensions.persistedQuery.sha256Hash);
  assert.equal("query" in known.parameters, false);
});

test("with preferGetForPersistedQueries a known query is sent by GET", async () => {
  const { client, sent } = urql({ exchanges: [persistedExchange({ preferGetForPersistedQueries: true })] });
  const query = `query ${unusedName()}($slug: String!) { actor(slug: $slug) { name } }`;
  const variables = { slug: "steve-witkoff" };
  await client.query(query, variables);
  const { data } = await client.query(query, variables, { requestPolicy: "network-only" });

  const last = sent.at(-1);
  assert.equal(data.actor.name, "Steve Witkoff");
  assert.equal(last.method, "GET");
  assert.deepEqual(last.parameters.variables, variables);
  assert.equal("query" in last.parameters, false);
});

test("errors can be told by their codes", async () => {
  const { client, sent } = urql();
  const codes = async (query) => {
    const { error } = await client.query(query, {});
    assert.equal(error.networkError, undefined);
    return error.graphQLErrors.map(({ extensions }) => extensions.code);
  };
  assert.deepEqual(await codes("{ quotes(first: 1000) { totalCount } }"), ["BAD_USER_INPUT"]);
  assert.deepEqual(await codes("{ noSuchField }"), ["GRAPHQL_VALIDATION_FAILED"]);
  assert.equal(sent[1].status, 400);
});
