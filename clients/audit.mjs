// Runs the server audits of graphql-http (GraphQL over HTTP) against an endpoint.
// usage: node audit.mjs [url]
import { serverAudits } from "graphql-http";

const url = process.argv[2] ?? process.env.ONRECORD_URL ?? "http://localhost:8080/graphql";
const counts = { ok: 0, notice: 0, warn: 0, error: 0 };

// One after another: all at once would be more than a client may have running.
for (const audit of serverAudits({ url })) {
  const result = await audit.fn();
  counts[result.status]++;
  console.log(`${result.id}  ${result.status.padEnd(6)}  ${result.name}`);
  if (result.status !== "ok") {
    console.log(`              ${result.reason}`);
  }
}

const total = Object.values(counts).reduce((sum, count) => sum + count);
console.log(
  `\n${total} audits: ${counts.ok} ok, ${counts.notice} notices, ${counts.warn} warnings, ${counts.error} errors`,
);
process.exitCode = counts.ok === total && total > 0 ? 0 : 1;
