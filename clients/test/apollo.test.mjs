import assert from "node:assert/strict";
import { test } from "node:test";
import { ApolloClient, CombinedGraphQLErrors, gql, HttpLink, InMemoryCache } from "@apollo/client";
import { PersistedQueryLink } from "@apollo/client/link/persisted-queries";
import { relayStylePagination } from "@apollo/client/utilities";
import { filter, firstValueFrom } from "rxjs";
import { ask, recordedFetch, sha256, unusedName, url } from "../support.mjs";

// The cache has to know which types an interface has: https://www.apollographql.com/docs/react/data/fragments
const { __schema } = await ask("{ __schema { types { name possibleTypes { name } } } }");
const possibleTypes = Object.fromEntries(
  __schema.types
    .filter((type) => type.possibleTypes)
    .map((type) => [type.name, type.possibleTypes.map((possible) => possible.name)]),
);

function apollo({ links = [], ...options } = {}) {
  const { fetch, sent } = recordedFetch();
  const cache = new InMemoryCache({
    possibleTypes,
    typePolicies: {
      Query: { fields: { quotes: relayStylePagination(["filter", "orderBy"]) } },
    },
  });
  const http = new HttpLink({ uri: url, fetch, ...options });
  const link = links.reduceRight((next, first) => first.concat(next), http);
  return { client: new ApolloClient({ cache, link }), sent };
}

test("a query with variables answers real records", async () => {
  const { client } = apollo();
  const { data } = await client.query({
    query: gql`
      query Said($speaker: String!, $about: String!) {
        quotes(first: 1, filter: { speaker: [$speaker], about: [$about] }) {
          totalCount
          edges {
            node {
              id
              text
              source {
                id
                publisher
              }
            }
          }
        }
      }
    `,
    variables: { speaker: "steve-witkoff", about: "vladimir-putin" },
  });
  assert.equal(data.quotes.totalCount, 3);
  assert.match(data.quotes.edges[0].node.text, /^I don’t regard Putin as a bad guy/);
  assert.equal(data.quotes.edges[0].node.source.publisher, "Sky News");
});

test("the cache keeps each record once, under its type and id", async () => {
  const { client, sent } = apollo();
  const { data } = await client.query({
    query: gql`
      {
        actor(slug: "steve-witkoff") {
          id
          name
          quotes(first: 2) {
            nodes {
              id
              speaker {
                id
                slug
              }
            }
          }
        }
      }
    `,
  });
  const { id } = data.actor;
  const cached = client.cache.extract();
  assert.deepEqual(cached.ROOT_QUERY['actor({"slug":"steve-witkoff"})'], { __ref: `Person:${id}` });
  assert.equal(cached[`Person:${id}`].name, "Steve Witkoff");
  assert.equal(cached[`Person:${id}`].slug, "steve-witkoff");
  for (const quote of data.actor.quotes.nodes) {
    assert.deepEqual(cached[`Quote:${quote.id}`].speaker, { __ref: `Person:${id}` });
  }
  assert.equal(sent.length, 1);
});

test("fragments on the interfaces Node and Actor match records of their types", async () => {
  assert.deepEqual(possibleTypes.Actor.toSorted(), ["ActorGroup", "Country", "Organisation", "Person"]);
  const { client } = apollo();
  const { actor } = await ask('{ actor(slug: "united-kingdom") { id } }');
  const { data } = await client.query({
    query: gql`
      query Node($id: ID!) {
        node(id: $id) {
          id
          ... on Actor {
            name
          }
        }
      }
    `,
    variables: actor,
  });
  assert.deepEqual(data.node, { __typename: "Country", id: actor.id, name: "United Kingdom" });
  const fromCache = client.cache.readFragment({
    id: `Country:${actor.id}`,
    fragment: gql`
      fragment Name on Actor {
        name
      }
    `,
  });
  assert.equal(fromCache.name, "United Kingdom");
});

test("relayStylePagination joins two pages of quotes to one list", { timeout: 10_000 }, async (t) => {
  const { client, sent } = apollo();
  const quotes = client.watchQuery({
    query: gql`
      query Quotes($after: String) {
        quotes(first: 5, after: $after) {
          edges {
            cursor
            node {
              id
              slug
            }
          }
          pageInfo {
            hasNextPage
            endCursor
          }
        }
      }
    `,
  });
  // Joined pages reach only a query that someone watches.
  const subscription = quotes.subscribe();
  t.after(() => subscription.unsubscribe());
  const quotesOf = async (count) => {
    const { data } = await firstValueFrom(quotes.pipe(filter(({ data }) => data?.quotes.edges.length === count)));
    return data.quotes;
  };
  const first = await quotesOf(5);
  assert.equal(first.pageInfo.hasNextPage, true);
  await quotes.fetchMore({ variables: { after: first.pageInfo.endCursor } });

  const together = (await quotesOf(10)).edges.map((edge) => edge.node.slug);
  const expected = await ask("{ quotes(first: 10) { nodes { slug } } }");
  assert.deepEqual(together, expected.quotes.nodes.map((quote) => quote.slug));
  assert.equal(sent.length, 2);
});

test("a persisted query is not found at first, then registered, then sent by its hash alone", async () => {
  const { client, sent } = apollo({ links: [new PersistedQueryLink({ sha256 })] });
  const query = gql`query ${unusedName()} { dataset { name } }`;
  const askAgain = () => client.query({ query, fetchPolicy: "network-only" });

  assert.match((await askAgain()).data.dataset.name, /^Coalition of the willing/);
  assert.match((await askAgain()).data.dataset.name, /^Coalition of the willing/);

  const [unknown, registered, known] = sent;
  assert.equal(sent.length, 3);
  assert.equal(unknown.status, 200);
  assert.deepEqual(unknown.answer.errors, [
    { message: "PersistedQueryNotFound", extensions: { code: "PERSISTED_QUERY_NOT_FOUND" } },
  ]);
  assert.equal(sha256(registered.parameters.query), registered.parameters.extensions.persistedQuery.sha256Hash);
  assert.equal("query" in known.parameters, false);
  assert.deepEqual(known.answer, registered.answer);
});

test("with useGETForHashedQueries a known query is sent by GET", async () => {
  const { client, sent } = apollo({ links: [new PersistedQueryLink({ sha256, useGETForHashedQueries: true })] });
  const query = gql`query ${unusedName()}($slug: String!) { actor(slug: $slug) { id name } }`;
  const variables = { slug: "steve-witkoff" };
  await client.query({ query, variables });
  const { data } = await client.query({ query, variables, fetchPolicy: "network-only" });

  assert.equal(data.actor.name, "Steve Witkoff");
  assert.deepEqual(sent.map(({ method, status }) => [method, status]), [["GET", 200], ["POST", 200], ["GET", 200]]);
  assert.deepEqual(sent[2].parameters.variables, variables);
  assert.equal("query" in sent[2].parameters, false);
});

test("with useGETForQueries every query is sent by GET", async () => {
  const { client, sent } = apollo({ useGETForQueries: true });
  const { data } = await client.query({ query: gql`{ actor(slug: "steve-witkoff") { id name } }` });
  assert.equal(data.actor.name, "Steve Witkoff");
  assert.deepEqual(sent.map(({ method }) => method), ["GET"]);
});

test("a wrong argument can be told by its code, with what would be right", async () => {
  const { client } = apollo();
  await assert.rejects(client.query({ query: gql`{ quotes(first: 1000) { totalCount } }` }), (error) => {
    assert.ok(CombinedGraphQLErrors.is(error));
    assert.equal(error.errors[0].extensions.code, "BAD_USER_INPUT");
    assert.deepEqual(error.errors[0].extensions.violations, [
      { path: "first", message: "must be a whole number from 1 to 100", limit: "page" },
    ]);
    return true;
  });
});

test("a request error, sent with status 400, can be told by its code", async () => {
  const { client, sent } = apollo();
  await assert.rejects(client.query({ query: gql`{ noSuchField }` }), (error) => {
    assert.ok(CombinedGraphQLErrors.is(error));
    assert.equal(error.errors[0].extensions.code, "GRAPHQL_VALIDATION_FAILED");
    return true;
  });
  assert.equal(sent[0].status, 400);
});
