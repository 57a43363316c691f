import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { sha256, unusedName, url } from "../support.mjs";

/** Runs curl; answers the status, the headers by their names in lower case, and the body. */
async function curl(...options) {
  const { stdout } = await promisify(execFile)("curl", ["--silent", "--show-error", "--include", url, ...options]);
  const [head, body] = stdout.split("\r\n\r\n");
  const [statusLine, ...lines] = head.split("\r\n");
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(":")).toLowerCase(), line.slice(line.indexOf(":") + 1).trim()]),
  );
  return { status: Number(statusLine.split(" ")[1]), headers, body };
}

const post = (request, ...options) =>
  curl("--header", "Content-Type: application/json", "--data", JSON.stringify(request), ...options);

test("a POST with variables answers real records", async () => {
  const { status, body } = await post({
    query: "query Name($slug: String!) { actor(slug: $slug) { name } }",
    variables: { slug: "steve-witkoff" },
  });
  assert.equal(status, 200);
  assert.deepEqual(JSON.parse(body), { data: { actor: { name: "Steve Witkoff" } } });
});

test("a GET with variables answers real records", async () => {
  const { status, body } = await curl(
    "--get",
    "--data-urlencode",
    "query=query Name($slug: String!) { actor(slug: $slug) { name } }",
    "--data-urlencode",
    'variables={"slug": "steve-witkoff"}',
  );
  assert.equal(status, 200);
  assert.deepEqual(JSON.parse(body), { data: { actor: { name: "Steve Witkoff" } } });
});

test("a GET with the ETag of an answer that still holds has no body and status 304", async (t) => {
  const directory = await mkdtemp(join(tmpdir(), "onrecord-"));
  t.after(() => rm(directory, { recursive: true }));
  const etag = join(directory, "etag");
  const get = ["--get", "--data-urlencode", "query={ quotes(first: 2) { nodes { slug } } }"];

  const first = await curl(...get, "--etag-save", etag);
  assert.equal(first.status, 200);
  assert.equal(JSON.parse(first.body).data.quotes.nodes.length, 2);
  assert.equal(first.headers["cache-control"], "public, no-cache");
  assert.ok(first.headers.vary.split(/, */).includes("Accept"));

  const second = await curl(...get, "--etag-compare", etag);
  assert.equal(second.status, 304);
  assert.equal(second.headers.etag, first.headers.etag);
  assert.equal(second.body, "");

  const other = await curl("--get", "--data-urlencode", "query={ dataset { name } }", "--etag-compare", etag);
  assert.equal(other.status, 200);
});

test("a persisted query is not found at first, then registered, then found by GET", async () => {
  const query = `query ${unusedName()} { actor(slug: "steve-witkoff") { name } }`;
  const extensions = { persistedQuery: { version: 1, sha256Hash: sha256(query) } };
  const byHash = ["--get", "--data-urlencode", `extensions=${JSON.stringify(extensions)}`];
  const answer = { data: { actor: { name: "Steve Witkoff" } } };

  const unknown = await curl(...byHash);
  assert.equal(unknown.status, 200);
  assert.deepEqual(JSON.parse(unknown.body).errors, [
    { message: "PersistedQueryNotFound", extensions: { code: "PERSISTED_QUERY_NOT_FOUND" } },
  ]);
  assert.equal(unknown.headers["cache-control"], "no-store");

  assert.deepEqual(JSON.parse((await post({ query, extensions })).body), answer);
  assert.deepEqual(JSON.parse((await curl(...byHash)).body), answer);
});

test("a registered operation is asked by its name", async () => {
  const { status, body } = await curl("--get", "--data-urlencode", "documentId=WhoDeclined");
  const { pledges } = JSON.parse(body).data;
  assert.equal(status, 200);
  assert.equal(pledges.nodes.length, Math.min(pledges.totalCount, 100));
  assert.ok(pledges.nodes.some(({ pledger }) => pledger.name === "Italy"));
});

test("the cost of a query is in a header, and in the answer where asked for", async () => {
  const { headers, body } = await post({
    query: "{ quotes(first: 10) { nodes { slug } } }",
    extensions: { cost: true },
  });
  const { cost } = JSON.parse(body).extensions;
  assert.equal(Number(headers["graphql-cost"]), cost.operation);
  assert.equal(cost.maximum, 1500);
});

for (const [accept, status] of [
  ["application/json", 200],
  ["application/graphql-response+json", 400],
]) {
  test(`a request error has status ${status} as ${accept}`, async () => {
    const { headers, ...answer } = await post({ query: "{ noSuchField }" }, "--header", `Accept: ${accept}`);
    assert.equal(answer.status, status);
    assert.equal(headers["content-type"], `${accept}; charset=utf-8`);
    assert.equal(JSON.parse(answer.body).errors[0].extensions.code, "GRAPHQL_VALIDATION_FAILED");
  });
}
