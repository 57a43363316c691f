import assert from "node:assert/strict";
import { test } from "node:test";
import { ClientError, gql, GraphQLClient } from "graphql-request";
import { recordedFetch, url } from "../support.mjs";

const said = gql`
  query Said($speaker: String!, $about: String!) {
    quotes(first: 1, filter: { speaker: [$speaker], about: [$about] }) {
      totalCount
      nodes {
        text
      }
    }
  }
`;
const witkoffOnPutin = { speaker: "steve-witkoff", about: "vladimir-putin" };

test("a query with variables answers real records", async () => {
  const data = await new GraphQLClient(url).request(said, witkoffOnPutin);
  assert.equal(data.quotes.totalCount, 3);
  assert.match(data.quotes.nodes[0].text, /^I don’t regard Putin as a bad guy/);
});

test("the same query by GET has the same answer", async () => {
  const { fetch, sent } = recordedFetch();
  const client = new GraphQLClient(url, { method: "GET", jsonSerializer: JSON, fetch });
  assert.deepEqual(
    await client.request(said, witkoffOnPutin),
    await new GraphQLClient(url).request(said, witkoffOnPutin),
  );
  assert.deepEqual(sent.map(({ method, status }) => [method, status]), [["GET", 200]]);
});

test("the cost of a query is in a header", async () => {
  const { headers } = await new GraphQLClient(url).rawRequest(gql`{ quotes(first: 10) { nodes { slug } } }`);
  const larger = await new GraphQLClient(url).rawRequest(gql`{ quotes(first: 20) { nodes { slug } } }`);
  assert.equal(Number(larger.headers.get("GraphQL-Cost")) - Number(headers.get("GraphQL-Cost")), 10);
});

for (const [what, document, status, extensions] of [
  [
    "a wrong argument",
    "{ quotes(first: 1000) { totalCount } }",
    200,
    { code: "BAD_USER_INPUT", violations: [{ path: "first", message: "must be a whole number from 1 to 100", limit: "page" }] },
  ],
  ["an unknown field", "{ noSuchField }", 400, { code: "GRAPHQL_VALIDATION_FAILED" }],
  [
    "a query that costs too much",
    "{ quotes(first: 100) { nodes { speaker { quotes(first: 100) { nodes { slug } } } } } }",
    400,
    { code: "QUERY_TOO_COSTLY", limit: "cost", maximum: 1500 },
  ],
]) {
  test(`${what} throws a ClientError with its code`, async () => {
    await assert.rejects(new GraphQLClient(url).request(document), (error) => {
      assert.ok(error instanceof ClientError);
      assert.equal(error.response.status, status);
      assert.deepEqual(error.response.errors[0].extensions, extensions);
      return true;
    });
  });
}
